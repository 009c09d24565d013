// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ShellSyntax

/// What programs would do, line by line: a command, then what ``outline(_:)`` says of it.
@Suite struct ProgramsTests {
    /// Pairs of a command and its outline, which stands on the next line, indented.
    static func pairs(_ table: String) -> [(command: String, outline: String)] {
        let lines = table.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
        return stride(from: 0, to: lines.count - 1, by: 2).map { (lines[$0], String(lines[$0 + 1].drop { $0 == " " })) }
    }

    static func check(_ table: String, sourceLocation: SourceLocation = #_sourceLocation) {
        for (command, expected) in pairs(table) {
            let found = outline(usage(command))
            #expect(found == (expected == "-" ? "" : expected), "\(command)", sourceLocation: sourceLocation)
        }
    }

    @Test func everyFamilyIsWellFormed() {
        for family in Family.allCases {
            let reader = ProgramReader(family.text)
            #expect(reader.problems.isEmpty)
            var last = -1
            ProgramTable.eachName(in: family.text) { _, number in last = number }
            #expect(reader.programs.count == last + 1)
        }
    }

    @Test func everyProgramStandsOnce() {
        var seen: [UInt64: String] = [:]
        for family in Family.allCases {
            for name in ProgramReader(family.text).programs.flatMap(\.names) {
                #expect(seen[ProgramTable.hash(name.utf8)] == nil, "\(name)")
                seen[ProgramTable.hash(name.utf8)] = name
            }
        }
        #expect(seen.count > 3000)
    }
}

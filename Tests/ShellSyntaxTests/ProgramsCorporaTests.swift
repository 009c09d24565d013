// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ShellSyntax

/// The table against commands that others wrote.
@Suite struct ProgramsCorporaTests {
    private struct Line: Decodable {
        let command: String
        let attack: Bool
    }

    private static func lines(_ name: String) throws -> [Line] {
        let folder = try #require(Corpora.folder)
        let data = try Data(contentsOf: folder.appendingPathComponent("\(name)-dev.jsonl"))
        return try data.split(separator: 10).map { try JSONDecoder().decode(Line.self, from: Data($0)) }
    }

    /// Ordinary commands are known, and few are grave.
    @Test(.enabled(if: Corpora.folder != nil, Corpora.isAbsent), arguments: [("nl2bash", 0.97, 0.07), ("tldr", 0.58, 0.17)])
    func ordinaryCommandsAreKnown(_ name: String, _ known: Double, _ grave: Double) throws {
        let lines = try Self.lines(name)
        var counts = (all: 0, known: 0, grave: 0, doubts: 0)
        for line in lines {
            let plain = PlainCommands(line.command)
            counts.all += plain.usages.count
            counts.known += plain.usages.count(where: \.isKnown)
            counts.doubts += plain.usages.count { $0.doubt != nil }
            if plain.usages.contains(where: { !$0.traits.isDisjoint(with: ShellSyntax.Trait.grave) }) { counts.grave += 1 }
        }
        #expect(Double(counts.known) >= known * Double(counts.all))
        #expect(Double(counts.grave) <= grave * Double(lines.count))
        #expect(counts.doubts * 50 <= counts.all)
    }

    /// Of the programs that others warn of, those whose danger is in the options say so.
    @Test(.enabled(if: Corpora.folder != nil, Corpora.isAbsent))
    func optionsThatRunProgramsAreSeen() throws {
        let lines = try Self.lines("gtfobins")
        let seen = lines.count { line in
            PlainCommands(line.command).usages.contains { usage in
                !usage.traits.isDisjoint(with: ShellSyntax.Trait.grave) || !usage.starts.isEmpty || !usage.uses.isEmpty
                    || usage.doubt != nil
                    || !usage.isKnown
            }
        }
        #expect(Double(seen) >= 0.85 * Double(lines.count))
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The rules of the house that a compiler does not know.
@Suite struct RulesOfTheHouse {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func modules() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("Sources").path).filter {
            !$0.hasPrefix(".")
        }
    }

    private static func sources(of module: String) -> [URL] {
        let folder = root.appendingPathComponent("Sources/\(module)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    }

    @Test func everyModuleStandsInTheImportTable() throws {
        for module in try Self.modules() { #expect(ImportTable.allowed[module] != nil, "\(module) has no place in the table") }
    }

    @Test func sourcesImportOnlyWhatTheTableAllows() throws {
        for module in try Self.modules() {
            let allowed = ImportTable.allowed[module] ?? []
            for file in Self.sources(of: module) {
                for imported in Self.imports(in: try String(contentsOf: file, encoding: .utf8)) {
                    let isOurs = ImportTable.everything.contains(imported)
                    #expect(
                        !isOurs || allowed.contains(imported),
                        "\(module) must not import \(imported): \(file.lastPathComponent)"
                    )
                }
            }
        }
    }

    @Test func thePackageDeclaresOnlyWhatTheTableAllows() throws {
        let package = try String(contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
        let declarations = package.matches(of: /\bmodule\(\s*"(\w+)"(?:,\s*\[([^\]]*)\])?/)
        #expect(declarations.count > 10)
        for declaration in declarations {
            let module = String(declaration.output.1)
            let dependencies = (declaration.output.2 ?? "").matches(of: /"(\w+)"/).map { String($0.output.1) }
            let excess = Set(dependencies).subtracting(ImportTable.allowed[module] ?? [])
            #expect(excess.isEmpty, "\(module) must not depend on \(excess)")
        }
    }

    /// The test finds what it is there to find.
    @Test func aForbiddenImportIsSeen() {
        #expect(
            Self.imports(in: "// x\npublic import Hub\n@testable import Gate\nimport struct Calls.Effect") == [
                "Hub", "Gate", "Calls",
            ]
        )
    }

    private static func imports(in text: String) -> [String] {
        text.matches(
            of:
                /(?m)^\s*(?:@\w+\s+)?(?:public |package |internal |private |fileprivate )?import (?:(?:struct|class|enum|func|protocol|typealias|var|let) )?(\w+)/
        )
        .map { String($0.output.1) }
    }

    @Test func sourcesDoNotCrashOnPurpose() throws {
        let forbidden = ["try!", "fatalError(", "as! ", "precondition("]
        for module in try Self.modules() {
            for file in Self.sources(of: module) {
                let text = try String(contentsOf: file, encoding: .utf8)
                for word in forbidden { #expect(!text.contains(word), "\(file.lastPathComponent) has \(word)") }
                #expect(text.hasPrefix("// SPDX-License-Identifier: Apache-2.0"), "\(file.lastPathComponent) has no licence line")
            }
        }
    }

    @Test func onlyTheCommandLinePrints() throws {
        for module in try Self.modules() where module != "drawbridge" {
            for file in Self.sources(of: module) {
                let text = try String(contentsOf: file, encoding: .utf8)
                #expect(text.firstMatch(of: /(?m)^\s*print\(/) == nil, "\(file.lastPathComponent) prints")
            }
        }
    }
}

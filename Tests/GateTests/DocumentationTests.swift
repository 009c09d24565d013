// SPDX-License-Identifier: Apache-2.0

import Foundation
import ShellSyntax
import Testing

@testable import Gate

/// The lists in the documentation are those of the source.
struct DocumentationTests {
    private func text(_ name: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("docs/\(name)"), encoding: .utf8)
    }

    @Test func everyTraitIsListed() throws {
        let page = try text("traits.md")
        for trait in Trait.allCases { #expect(page.contains("| `\(trait.rawValue)` |"), "\(trait.rawValue)") }
    }

    @Test func everyFormIsListed() throws {
        let page = try text("policies.md")
        for form in PolicyForms.all { #expect(page.contains("`\(form.example)`"), "\(form.example)") }
    }
}

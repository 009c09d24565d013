// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Cedar

/// The test data beside the repository (`../shared/corpora/README.md`), or where `DRAWBRIDGE_CORPORA` says.
enum Corpora {
    /// The folder `cedar` of the corpora; nothing where there are none.
    static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["DRAWBRIDGE_CORPORA"].map { URL(fileURLWithPath: $0) }
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let beside = repository.deletingLastPathComponent().appendingPathComponent("shared/corpora")
        let folder = (named ?? beside).appendingPathComponent("cedar")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static let isAbsent: Comment = "the corpora are not here: set DRAWBRIDGE_CORPORA"

    static func file(_ path: String) throws -> String {
        try String(contentsOf: #require(folder).appendingPathComponent(path), encoding: .utf8)
    }

    /// The lines of a compressed file.
    static func lines(xz path: String) throws -> [String] {
        let data = try run("xz", "-dc", #require(folder).appendingPathComponent(path).path)
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// The files of an archive, unpacked into a folder that goes away with `body`.
    static func withArchives<Result>(_ names: [String], _ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cedar-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in names {
            let archive = try #require(self.folder).appendingPathComponent(name).path
            _ = try run("tar", "xf", archive, "-C", folder.path)
        }
        return try body(folder)
    }

    /// The contents of a file; empty where it is absent.
    static func text(_ url: URL) -> String {
        String(decoding: FileManager.default.contents(atPath: url.path) ?? Data(), as: UTF8.self)
    }

    /// The tests of a folder, by their names.
    static func names(in folder: URL, suffix: String) throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return files.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
    }

    private static func run(_ arguments: String...) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(arguments.joined(separator: " ")) failed")
        return data
    }
}

/// What an engine says of a request, to be compared.
struct Answer: Equatable, CustomStringConvertible {
    let isAllowed: Bool
    let reasons: Set<Text>
    let errors: Set<Text>

    init(isAllowed: Bool, reasons: Set<Text>, errors: Set<Text>) {
        self.isAllowed = isAllowed
        self.reasons = reasons
        self.errors = errors
    }

    /// The one that a corpus expects: `decision`, `reason`, `errors`.
    init(_ node: JSONNode) {
        isAllowed = node["decision"]?.string == "allow"
        reasons = Set(node["reason"]?.elements.compactMap(\.text) ?? [])
        errors = Set(node["errors"]?.elements.compactMap(\.text) ?? [])
    }

    init(_ response: Response) {
        isAllowed = response.decision == .allow
        reasons = Set(response.reasons)
        errors = Set(response.errors.map(\.policy))
    }

    /// By the reference interpreter, policy after policy.
    init(_ policies: [Policy], _ request: Request, _ entities: any EntityStore) {
        let evaluator = Evaluator(request, entities)
        var permits: Set<Text> = []
        var forbids: Set<Text> = []
        var errors: Set<Text> = []
        for policy in policies {
            do {
                guard try policy.isSatisfied(evaluator) else { continue }
                if policy.effect == .permit { permits.insert(policy.id) } else { forbids.insert(policy.id) }
            } catch {
                errors.insert(policy.id)
            }
        }
        isAllowed = forbids.isEmpty && !permits.isEmpty
        reasons = isAllowed ? permits : forbids
        self.errors = errors
    }

    var description: String {
        "\(isAllowed ? "allow" : "deny") \(reasons.map(\.string).sorted()) errors \(errors.map(\.string).sorted())"
    }
}

extension Request {
    init(_ node: JSONNode, _ schema: Schema? = nil) throws {
        let action = try EntityUID(json: #require(node["action"]))
        self.init(
            principal: try EntityUID(json: #require(node["principal"])),
            action: action,
            resource: try EntityUID(json: #require(node["resource"])),
            context: try node["context"].map { try Record(contextJSON: $0, schema: schema, action: action) } ?? .empty
        )
    }
}

extension JSONNode {
    /// The same text for the same value, whatever the order of the members.
    var canonical: String {
        switch kind {
        case .object:
            let members = members.map { "\($0.key.string.debugDescription):\($0.value.canonical)" }
            return "{\(members.sorted().joined(separator: ","))}"
        case .array: return "[\(elements.map(\.canonical).joined(separator: ","))]"
        case .string: return string?.debugDescription ?? ""
        default: return document.source.text(of: span)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Gate

/// Policies as files.
public enum PolicyFiles {
    /// Why options or files are no policies.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// - Parameters:
    ///   - pack: Names of packs with commas, or `none`.
    ///   - policies: A file or a folder: `*.cedar` is Cedar, other files are plain text.
    ///   - rules: A file of Cedar.
    public static func settings(
        pack: String,
        policies: String?,
        rules: String?,
        lockdown: Bool
    ) throws(Failure) -> PolicySettings {
        var settings = PolicySettings(packs: try packs(pack), lockdown: lockdown)
        if let rules { settings.customRules += try text(rules) + "\n" }
        guard let policies else { return settings }
        for path in try files(policies) {
            if path.hasSuffix(".cedar") {
                settings.customRules += try text(path) + "\n"
            } else {
                settings.agentPolicies["*", default: ""] += try text(path) + "\n"
            }
        }
        return settings
    }

    private static func packs(_ names: String) throws(Failure) -> Set<Pack> {
        if names == "none" || names.isEmpty { return [] }
        var packs: Set<Pack> = []
        for name in names.split(separator: ",") {
            guard let pack = Pack(rawValue: name.trimmingCharacters(in: .whitespaces)) else {
                throw Failure(description: "there is no pack “\(name)”; there are base, system and owasp, or none")
            }
            packs.insert(pack)
        }
        return packs
    }

    private static func files(_ path: String) throws(Failure) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure(description: "there is nothing at \(path)")
        }
        guard isFolder.boolValue else { return [path] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().filter { !$0.hasPrefix(".") }.map { path + "/" + $0 }
    }

    public static func text(_ path: String) throws(Failure) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(description: "\(path) cannot be read")
        }
        guard let text = String(data: data, encoding: .utf8) else { throw Failure(description: "\(path) is not UTF-8") }
        return text
    }
}

// SPDX-License-Identifier: Apache-2.0

import Calls
import ShellSyntax

/// What no pack and no policy can lift (THREATS 1): the gate does not let the agent work on the gate.
public struct OwnRules: Sendable {
    /// Its folders and files, absolute and resolved.
    private let paths: [String]
    private let endpoints: Set<String>
    private let processes: Set<String>

    /// - Parameters:
    ///   - paths: Drawbridge's own files and folders, absolute.
    ///   - endpoints: Its own listeners as `host:port`; loopback as `localhost:port`.
    ///   - processes: Its own process numbers.
    public init(
        paths: [String] = [],
        endpoints: Set<String> = [],
        processes: Set<Int32> = [],
        files: any FileSystemView = NoFileSystem()
    ) {
        let folded = paths.map(PathText.folded)
        self.paths = Array(Set(folded + folded.map(files.resolve))).sorted()
        self.endpoints = endpoints
        self.processes = Set(processes.map(String.init))
    }

    func policies(for call: ToolCall, _ analysis: Analysis) -> [DeterminingPolicy] {
        // Where it usually lies is protected wherever this runs.
        let own = paths + ["/.drawbridge", "/.openclaw/.drawbridge"].map { PathText.folded(call.home + $0) }
        var policies: [DeterminingPolicy] = []
        for deed in analysis.deeds {
            switch deed.effect.kind {
            case .read, .write, .delete, .persist:
                if touches(deed, own) {
                    policies.append(Self.policy(.data, "it would touch \(deed.effect.target), which belongs to Drawbridge"))
                }
            case .connect:
                if reaches(deed) {
                    policies.append(Self.policy(.endpoint, "it would connect to Drawbridge itself at \(deed.effect.target)"))
                }
            case .run:
                if deed.hasDynamicArguments, Self.killers.contains(deed.program), Self.mentions(analysis) {
                    policies.append(Self.policy(.process, "it may end Drawbridge, which it speaks of"))
                }
                if let reason = reason(forRunning: deed) { policies.append(reason) }
            default: break
            }
        }
        return policies
    }

    // MARK: - Files

    private func touches(_ deed: Deed, _ own: [String]) -> Bool {
        let path = deed.effect.target
        guard path.hasPrefix("/") else { return false }
        let isChange = deed.effect.kind != .read
        return own.contains { folder in
            if PathText.isInside(path, folder) { return true }
            // Taking or changing a folder as a whole takes what is in it; looking at it does not.
            let takesAll = deed.effect.kind == .delete || isChange && deed.effect.isRecursive
            if takesAll, PathText.isInside(folder, path) { return true }
            guard deed.isPattern, !deed.isListing else { return false }
            let parts = path.split(separator: "/")
            let depth = folder.split(separator: "/").count
            // `~/*` names a folder that begins with a dot as little as it does in the shell; `~/.d*` does.
            guard parts.count >= depth || takesAll, depth >= 1, parts.count >= 1 else { return false }
            let last = parts[min(depth, parts.count) - 1]
            if !isChange, last == "*" || last == "**" { return false }
            if last.hasPrefix("*"), PathText.lastComponent(folder).hasPrefix("."), last != "**" { return false }
            return PathText.pattern(path, couldTouch: folder)
        }
    }

    // MARK: - Ports

    private func reaches(_ deed: Deed) -> Bool {
        guard let target = WebTarget(deed.effect.target) else { return false }
        let host = HostText.isLoopback(target.host) ? "localhost" : target.host
        return endpoints.contains("\(host):\(deed.port ?? target.port ?? 80)")
    }

    // MARK: - Commands and processes

    private static let killers: Set<String> = ["kill", "pkill", "killall", "skill", "fuser", "killall5", "xkill"]

    /// What an agent may ask Drawbridge itself.
    private static let harmlessVerbs: Set<String> = ["status", "version", "--version", "help", "--help", "-h", "redact"]

    /// `kill $(pgrep drawbridge)`: which process it is is not known, but who is meant is.
    private static func mentions(_ analysis: Analysis) -> Bool {
        analysis.deeds.contains { deed in deed.effect.arguments.contains { $0.lowercased().includes("drawb") } }
    }

    private func reason(forRunning deed: Deed) -> DeterminingPolicy? {
        let words = deed.effect.arguments
        if deed.program == "drawbridge" {
            let verb = words.first { !$0.hasPrefix("--data") } ?? ""
            if words.contains("--help") || Self.harmlessVerbs.contains(verb) || verb.isEmpty { return nil }
            if verb == "cedar" || verb == "secrets" || verb == "shell" { return nil }
            if verb == "gate", words.contains("check") || words.contains("effects") { return nil }
            return Self.policy(.command, "`drawbridge \(verb)` is for the owner")
        }
        guard Self.killers.contains(deed.program) else { return nil }
        for word in words where !word.hasPrefix("-") || word.dropFirst().allSatisfy(\.isNumber) {
            let isName = word.count > 3 && "drawbridge".hasPrefix(word.lowercased()) || word.lowercased().includes("drawbridge")
            if processes.contains(word) || isName { return Self.policy(.process, "it would end Drawbridge (\(word))") }
        }
        return nil
    }

    // MARK: - Texts

    private enum Rule: String {
        case data = "drawbridge-own-data"
        case endpoint = "drawbridge-own-endpoint"
        case command = "drawbridge-own-command"
        case process = "drawbridge-own-process"
    }

    private static func policy(_ rule: Rule, _ reason: String) -> DeterminingPolicy {
        let (title, instead) =
            switch rule {
            case .data: ("Drawbridge's own files", "leave Drawbridge's data folder alone; ask the owner to look into it")
            case .endpoint: ("Drawbridge's own ports", "talk to other services; the owner uses Drawbridge in a browser")
            case .command: ("Drawbridge's own commands", "ask the owner to run it in a terminal")
            case .process: ("Drawbridge's own processes", "end only processes that you started, by their number")
            }
        return DeterminingPolicy(
            id: rule.rawValue,
            title: title,
            reason: reason,
            severity: .critical,
            instead: instead,
            outcome: .deny
        )
    }
}

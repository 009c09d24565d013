// SPDX-License-Identifier: Apache-2.0

public import Calls

/// The rules of this first form: built in, for every call the same.
public struct FirstEvaluator: Evaluator {
    private let protection: Protection
    private let files: any FileSystemView
    private let rules = Rule.own + Rule.files + Rule.programs

    /// - Parameters:
    ///   - protectedPaths: Drawbridge's own files and folders, absolute.
    ///   - protectedEndpoints: Its own listeners as `host:port`; loopback as `localhost:port`.
    ///   - protectedProcesses: Its own process numbers.
    public init(
        protectedPaths: [String] = [],
        protectedEndpoints: Set<String> = [],
        protectedProcesses: Set<Int32> = [],
        files: any FileSystemView = NoFileSystem()
    ) {
        let folded = protectedPaths.map(PathText.folded)
        protection = Protection(
            paths: Array(Set(folded + folded.map(files.resolve))).sorted(),
            endpoints: protectedEndpoints,
            processes: Set(protectedProcesses.map(String.init))
        )
        self.files = files
    }

    public func verdict(for call: ToolCall, analysis: Analysis) throws -> Verdict {
        var protection = protection
        // Where it usually lies is protected wherever this runs.
        protection.paths.append(PathText.folded(call.home + "/.drawbridge"))
        protection.paths.append(PathText.folded(call.home + "/.openclaw/.drawbridge"))
        let context = RuleContext(
            analysis: analysis,
            home: PathText.folded(call.home),
            workspace: files.resolve(PathText.folded(call.effectiveWorkspace)),
            temporary: temporary(call),
            protection: protection
        )
        var policies: [DeterminingPolicy] = []
        for rule in rules {
            guard let reason = rule.match(context) else { continue }
            policies.append(
                DeterminingPolicy(
                    id: rule.id,
                    title: rule.title,
                    reason: reason,
                    severity: rule.severity,
                    instead: rule.instead,
                    outcome: rule.outcome
                )
            )
        }
        return Verdict(policies: policies)
    }

    private func temporary(_ call: ToolCall) -> [String] {
        var folders = ["/tmp", "/var/tmp", "/private/tmp", "/dev/shm"]
        // What the call says of TMPDIR counts only where temporary folders usually are: the agent may have set it.
        if let given = call.environment?["TMPDIR"].map(PathText.folded),
            given.hasPrefix("/var/folders/") || given.hasPrefix("/private/var/folders/")
        {
            folders.append(given)
        }
        return folders
    }

    /// Id and title of every rule, for listing.
    public var catalogue: [DeterminingPolicy] {
        rules.map {
            DeterminingPolicy(
                id: $0.id,
                title: $0.title,
                reason: "",
                severity: $0.severity,
                instead: $0.instead,
                outcome: $0.outcome
            )
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Calls

extension Rule {
    /// What no pack and no policy can lift (THREATS 1): the gate does not let the agent work on the gate.
    static let own: [Rule] = [
        Rule(
            "drawbridge-own-data",
            "Drawbridge's own files",
            .deny,
            .critical,
            instead: "leave Drawbridge's data folder alone; ask the owner to look into it"
        ) { context in
            for deed in context.analysis.deeds {
                let isChange = deed.effect.kind == .write || deed.effect.kind == .delete
                guard isChange || deed.effect.kind == .read, !deed.effect.target.isEmpty else { continue }
                // Taking or changing a folder as a whole takes what is in it; looking at it does not.
                let above =
                    isChange && (deed.effect.kind == .delete || deed.effect.isRecursive)
                    || deed.effect.kind == .read && deed.effect.isRecursive
                let isPattern = deed.isPattern
                if context.protection.covers(
                    deed.effect.target,
                    above: above && !(deed.effect.kind == .read),
                    isPattern: isPattern && isChange
                ) {
                    return "it would touch \(deed.effect.target), which belongs to Drawbridge"
                }
                if deed.effect.kind == .read, isPattern,
                    context.protection.covers(deed.effect.target, above: false, isPattern: named(deed.effect.target))
                {
                    return "it may read what belongs to Drawbridge"
                }
            }
            return nil
        },
        Rule(
            "drawbridge-own-endpoint",
            "Drawbridge's own ports",
            .deny,
            .critical,
            instead: "talk to other services; the owner uses Drawbridge in a browser"
        ) { context in
            context.first(.connect, "it would connect to Drawbridge itself at") { deed in
                guard let target = WebTarget(deed.effect.target) else { return false }
                let host = HostText.isLoopback(target.host) ? "localhost" : target.host
                let port = target.port ?? 80
                return context.protection.endpoints.contains("\(host):\(port)")
            }
        },
        Rule(
            "drawbridge-own-command",
            "Drawbridge's own commands",
            .deny,
            .critical,
            instead: "ask the owner to run it in a terminal"
        ) { context in
            context.first { note in
                if case .ownCommand(let verb) = note { return "`drawbridge \(verb)` is for the owner" }
                return nil
            }
        },
        Rule(
            "drawbridge-own-process",
            "Drawbridge's own processes",
            .deny,
            .critical,
            instead: "end only processes that you started, by their number"
        ) { context in
            context.first { note in
                guard case .killsOwn(let target) = note, !target.isEmpty else { return nil }
                let isOwn =
                    context.protection.processes.contains(target) || target.includes("drawbridge")
                    || "drawbridge".hasPrefix(target) && target.count > 3
                return isOwn ? "it would end Drawbridge (\(target))" : nil
            }
        },
    ]

    /// Whether a pattern says more than "everything".
    private static func named(_ pattern: String) -> Bool {
        let last = PathText.lastComponent(pattern)
        return last != "*" && last != "**" && !pattern.includes("/**/")
    }
}

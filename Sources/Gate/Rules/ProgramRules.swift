// SPDX-License-Identifier: Apache-2.0

import Calls

extension Rule {
    static let programs: [Rule] = [
        noted(
            "privilege",
            "Becoming another user",
            .deny,
            .critical,
            instead: "do it without privileges, or ask the owner to run it"
        ) { note in
            if case .privilege(let program) = note { return "\(program) runs things as another user" }
            return nil
        },
        noted(
            "network-into-shell",
            "Running what the network sends",
            .deny,
            .critical,
            instead: "download it to a file, read it, and ask before running it"
        ) { note in
            if case .networkIntoInterpreter(let program) = note { return "\(program) would run what was just fetched" }
            return nil
        },
        noted("reverse-shell", "A shell for somebody else", .deny, .critical, instead: "there is no safe form of this") { note in
            note == .reverseShell ? "it connects a shell to the network" : nil
        },
        noted("fork-bomb", "A fork bomb", .deny, .critical, instead: "there is no safe form of this") { note in
            note == .forkBomb ? "a function starts itself again and again" : nil
        },
        noted("power", "Switching the machine off", .deny, .high, instead: "ask the owner") { note in
            if case .power(let what) = note { return "\(what) stops the machine" }
            return nil
        },
        noted(
            "kills-everything",
            "Ending every process",
            .deny,
            .high,
            instead: "end only processes that you started, by their number"
        ) { note in
            if case .killsEverything(let what) = note { return "\(what) ends far more than one process" }
            return nil
        },
        noted("kill-unknown", "Ending a process that is not known", .confirm, .medium, instead: "give the process number itself")
        { note in
            note == .killsOwn("") ? "which process ends is known only when it runs" : nil
        },
        noted("git-destructive", "Losing work in git", .confirm, .high, instead: "commit or stash first; use --force-with-lease")
        { note in
            if case .gitDestructive(let what) = note { return "\(what) in this form can lose work for good" }
            return nil
        },
        noted("host-settings", "Settings of the machine", .confirm, .high, instead: "ask the owner to change it") { note in
            switch note {
            case .hostSettings(let what): "\(what) changes the machine"
            case .hostAccess(let what): "\(what) gives a container a door to this machine"
            default: nil
            }
        },
        noted("environment-dump", "Printing the environment", .confirm, .medium, instead: "print the one variable that is needed")
        { note in
            note == .environmentDump ? "environment variables often hold credentials" : nil
        },
        noted("listens", "Listening for connections", .confirm, .medium, instead: "listen on loopback with a tool made for it") {
            note in
            if case .listens(let what) = note { return "\(what) opens a way in, or out" }
            return nil
        },
        noted("remote-command", "Commands elsewhere", .confirm, .medium, instead: "let the owner run it there") { note in
            if case .remote(let what) = note { return "\(what) runs where the gate does not see" }
            return nil
        },
        noted("publishes", "Publishing", .confirm, .medium, instead: "show the owner what would be published") { note in
            if case .publishes(let what) = note { return "\(what) changes something that others see or that costs" }
            return nil
        },
        Rule("metadata-address", "Addresses that hand out credentials", .deny, .critical, instead: "use public addresses") {
            context in
            context.first(.connect, "it would connect to") { deed in
                WebTarget(deed.effect.target).map { HostText.isMetadata($0.host) } ?? false
            }
        },
        Rule("upload", "Data that leaves the machine", .confirm, .medium, instead: "show the owner what would be sent, and where")
        { context in
            context.first(.connect, "data would go to") { $0.effect.sendsData }
        },
        Rule("sends-message", "Messages in the owner's name", .confirm, .medium, instead: "show the owner the text first") {
            context in
            context.first(.send, "a message would go to") { _ in true }
        },
        Rule("configures", "Settings of the agent or its tools", .confirm, .medium, instead: "tell the owner what should change")
        { context in
            context.first(.configure, "it would change") { _ in true }
        },
        Rule(
            "not-understood",
            "What the gate cannot see through",
            .confirm,
            .medium,
            instead: "write it as plain commands with plain paths"
        ) { context in
            for note in context.analysis.notes {
                switch note {
                case .inlineCode(let program): return "\(program) is given code or a command that the gate does not read"
                case .pipedIntoInterpreter(let what): return "what runs is known only when it runs (\(what))"
                case .notUnderstood(let reason): return "not understood: \(reason)"
                default: continue
                }
            }
            for deed in context.analysis.deeds {
                guard deed.effect.isDynamic || deed.effect.kind == .unknown else { continue }
                switch deed.effect.kind {
                case .run: return "which program runs is known only when it runs"
                case .read: return "which file is read is known only when it runs"
                case .write, .delete: return "which file changes is known only when it runs"
                case .connect: return "where it connects is known only when it runs"
                default: return "what it does is not known"
                }
            }
            return nil
        },
    ]

    private static func noted(
        _ id: String,
        _ title: String,
        _ outcome: Outcome,
        _ severity: Severity,
        instead: String,
        _ match: @escaping @Sendable (Note) -> String?
    ) -> Rule {
        Rule(id, title, outcome, severity, instead: instead) { context in context.first(match) }
    }
}

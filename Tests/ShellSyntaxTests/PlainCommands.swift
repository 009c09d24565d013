// SPDX-License-Identifier: Apache-2.0

import ShellSyntax

/// Every argument list in a script, expansions left as holes: enough to try the table on ordinary commands without the
/// resolver. What programs start is followed, too.
struct PlainCommands {
    private(set) var lists: [[Field]] = []
    private(set) var usages: [Usage] = []

    init(_ text: String, depth: Int = 0) {
        let script = ShellScript(parsing: text)
        for item in script.body.items { walk(item.commands) }
        for list in lists {
            let usage = Programs.usage(of: list, in: Programs.Surroundings(home: "/home/u", directory: "/work"))
            usages.append(usage)
            follow(usage, depth)
        }
    }

    private mutating func follow(_ usage: Usage, _ depth: Int) {
        guard depth < 6 else { return }
        for start in usage.starts {
            switch start.what {
            case .command(let words, _) where !words.isEmpty:
                lists.append(words)
                let inner = Programs.usage(of: words, in: Programs.Surroundings(home: "/home/u", directory: "/work"))
                usages.append(inner)
                follow(inner, depth + 1)
            case .script(let text, _, _):
                let inner = PlainCommands(text.pattern, depth: depth + 1)
                lists += inner.lists
                usages += inner.usages
            default: continue
            }
        }
    }

    private mutating func walk(_ list: CommandList) { for item in list.items { walk(item.commands) } }
    private mutating func walk(_ list: AndOrList) { for pipeline in list.pipelines { pipeline.commands.forEach { walk($0) } } }

    private mutating func walk(_ command: Command) {
        switch command {
        case .simple(let simple):
            if !simple.words.isEmpty { lists.append(simple.words.map { field($0) }) }
            for assignment in simple.assignments { _ = field(assignment.value) }
        case .compound(let compound):
            switch compound.kind {
            case .group(let list), .subshell(let list): walk(list)
            case .conditional(let branches, let otherwise):
                for branch in branches {
                    walk(branch.condition)
                    walk(branch.body)
                }
                if let otherwise { walk(otherwise) }
            case .loop(_, let condition, let body):
                walk(condition)
                walk(body)
            case .forEach(_, _, let body), .forArithmetic(_, let body), .select(_, _, let body), .repetition(_, let body):
                walk(body)
            case .match(_, let items): items.forEach { walk($0.body) }
            case .test, .arithmetic: break
            }
        case .function(let function): walk(function.body)
        case .coprocess(let coprocess): walk(coprocess.body)
        }
    }

    private mutating func field(_ word: Word) -> Field {
        var field = Field([], span: word.span)
        for part in word.parts { add(part, to: &field, isQuoted: false) }
        return field
    }

    private mutating func add(_ part: WordPart, to field: inout Field, isQuoted: Bool) {
        switch part {
        case .literal(let text), .escaped(let text), .singleQuoted(let text): field.append(.text(text.text))
        case .ansiQuoted(let text): field.append(.text(String(decoding: text.value, as: UTF8.self)))
        case .doubleQuoted(let quoted): for part in quoted.parts { add(part, to: &field, isQuoted: true) }
        case .parameter(let parameter):
            field.append(.unknown(.parameter(parameter.name)))
            if !isQuoted { field.isSplit = true }
        case .command(let substitution):
            walk(substitution.body)
            field.append(.unknown(.output([0])))
            if !isQuoted { field.isSplit = true }
        case .process(let substitution):
            walk(substitution.body)
            field.append(.unknown(.output([0])))
        case .arithmetic: field.append(.unknown(.other))
        case .tilde: field.append(.text("/home/u"))
        case .glob(let text): field.append(.glob(text.text))
        case .extendedGlob, .braces, .array: field.append(.unknown(.other))
        }
    }
}

extension ShellSyntax.Trait {
    /// What nobody should do without being asked, whatever it is done to.
    static let grave: Set<ShellSyntax.Trait> = [
        .privilege, .hostAccess, .escapes, .opensShell, .reverseShell, .listens, .tunnels, .dnsExfiltration, .uploads, .publishes,
        .scans,
        .skipsVerification, .power, .killsAll, .disk, .mounts, .services, .users, .passwords, .firewall, .kernel, .hostSettings,
        .disablesSecurity,
        .schedules, .exhausts, .shredded, .opensPermissions, .setuid, .truncates, .mirrors, .erasesTraces, .rewritesHistory,
        .discardsChanges,
        .deletesRefs, .installsFromAddress, .addsSource, .destroysData, .dumpsData, .destroysInfrastructure, .grantsAccess,
        .printsSecrets,
        .environmentDump, .surveils, .agentSettings, .drawbridge, .messages, .evaluatesCode, .unsafeDeserialization, .remote,
    ]
}

// SPDX-License-Identifier: Apache-2.0

import Cedar

/// What verbs are about: nouns, paths, hosts, programs, groups.
extension ClauseReader {
    mutating func thing(_ verb: Verb.Class, isFirst: Bool) -> [Matter]? {
        position = afterDeterminers(position)
        guard let word else { return nil }
        if let everything = everything(verb) { return everything }
        // `WhatsApp messages`, `emails`, `Slack`.
        if [.send, .read, .write, .use, .connect, .access].contains(verb), !word.isQuoted, Noun.channels[word.plain] != nil {
            let next = position + 1
            let isMessage = ["messages", "message", "texts", "chats", "dms", "posts", "messaging", "notifications"]
                .contains(next < words.count ? words[next].plain : "")
            let isPlural = word.plain.hasPrefix("e") && word.plain.hasSuffix("s")
            if isMessage || verb == .send || verb == .read || isPlural
                || verb == .use && word.plain != "line" && word.plain != "text" && word.plain != "x"
            {
                position += isMessage ? 2 : 1
                return [verb == .read ? Noun.reading(word.plain) : Noun.message(word.plain)]
            }
        }
        // `ssh connections`, `ftp access`.
        if let port = Self.protocols[word.plain], !word.plain.hasPrefix("http"), position + 1 < words.count,
            ["connections", "access", "traffic", "connection", "sessions", "requests"].contains(words[position + 1].plain)
        {
            position += 2
            return [Matter(["connect"], [.context("port") == .long(port)], "connections over \(word.plain)")]
        }
        if let (noun, count) = noun(at: position, longerThan: 0, verb) {
            position += count
            return noun
        }
        if let values = group() { return matters(verb, values) }
        if let value = PolicyValue(word, prefersHosts: Self.networkVerbs.contains(verb)), let matters = matters(verb, [value]) {
            position += 1
            _ = skip(
                "files",
                "file",
                "folder",
                "folders",
                "directory",
                "websites",
                "website",
                "domain",
                "domains",
                "servers",
                "server",
                "site",
                "sites",
                "host",
                "hosts",
                "documents"
            )
            return matters
        }
        return verb == .run || verb == .use || verb == .start || verb == .install ? program() : nil
    }

    static let networkVerbs: Set<Verb.Class> = [.browse, .connect, .download, .upload, .send]

    mutating func everything(_ verb: Verb.Class) -> [Matter]? {
        guard
            skip(
                "everything else",
                "everything",
                "anything else",
                "anything",
                "all actions",
                "any action",
                "actions",
                "all tools",
                "any tool"
            )
        else {
            return nil
        }
        switch verb {
        case .read, .write, .delete: return Verb.fileActions(verb).map { [Matter($0, [], "files")] }
        case .run: return [Matter(["run"], [], "any program")]
        case .browse, .connect, .download, .upload: return Noun.connections(verb, [], "anywhere")
        case .send: return [Noun.message(nil)]
        case .install, .spend, .schedule, .publish: return Self.usual(verb, "")
        case .use, .access:
            return [
                Matter(["run"], [], "any program"), Matter(["read", "write", "delete"], [], "any file"),
                Matter(["connect"], [], "any connection"), Matter(["send"], [], "any message"),
                Matter(["configure"], [], "any setting"), Matter(["persist"], [], "anything that stays"),
                Matter(["spend"], [], "any money"), Matter(["unknown"], [], "anything unknown"),
            ]
        default: return nil
        }
    }

    func noun(at start: Int, longerThan least: Int, _ verb: Verb.Class) -> (matters: [Matter], count: Int)? {
        var best: (matters: [Matter], count: Int, isSpecial: Bool)?
        for noun in Noun.all {
            if let verbs = noun.verbs, !verbs.contains(verb) { continue }
            for phrase in noun.phrases {
                guard let count = match(phrase, at: start), count > least else { continue }
                // What is said of this verb comes before what fits every verb.
                let isSpecial = noun.verbs != nil
                let isBetter = best.map { count > $0.count || count == $0.count && isSpecial && !$0.isSpecial } ?? true
                if isBetter, let matters = noun.make(verb) { best = (matters, count, isSpecial) }
            }
        }
        return best.map { ($0.matters, $0.count) }
    }

    mutating func group() -> [PolicyValue]? {
        var start = position
        if start < words.count, ["group", "hosts", "contacts", "people", "list"].contains(words[start].plain) { start += 1 }
        for (name, members) in groups {
            let count = match(name, at: start) ?? match("@" + name, at: start)
            guard let count else { continue }
            position = start + count
            return members.compactMap { PolicyValue($0, prefersHosts: true) }
        }
        return nil
    }

    func matters(_ verb: Verb.Class, _ values: [PolicyValue]) -> [Matter]? {
        var matters: [Matter] = []
        for value in values {
            let matter: Matter?
            switch value {
            case .path, .fileName: matter = Verb.fileActions(verb).map { Matter($0, [], "") }
            case .host, .address: matter = Noun.connections(verb, [], "")?.first
            case .recipient: matter = [.send, .connect, .write, .use].contains(verb) ? Matter(["send"], [], "messages to") : nil
            }
            guard let matter, let condition = value.condition(on: matter.kind) else { return nil }
            matters.append(matter.with(condition, value.words))
        }
        return matters.isEmpty ? nil : matters
    }

    /// `docker`, `git push`, `"npm publish"`, `python scripts`.
    mutating func program() -> [Matter]? {
        guard let first = word else { return nil }
        if first.isQuoted {
            position += 1
            _ = skip("commands", "command", "scripts", "programs")
            return [Self.command(first.text)]
        }
        guard first.text.allSatisfy({ $0.isLetter || $0.isNumber || "-_.+".contains($0) }), !Self.stops.contains(first.plain)
        else {
            return nil
        }
        let isKnown = ProgramGroups.groups[first.plain] != nil || Self.programs.contains(first.plain)
        let names = first.plain == "python" ? ["python", "python3"] : first.plain == "node" ? ["node", "nodejs"] : [first.plain]
        var end = position + 1
        let fillers = ["commands", "command", "scripts", "script", "code", "programs", "program", "containers", "tools", "cli"]
        if end < words.count, fillers.contains(words[end].plain) {
            position = end + 1
            return [Matter(["run"], [.resource("name").isOne(of: names)], "the program \(first.plain)")]
        }
        guard isKnown else { return nil }
        var command = [first.text]
        while end < words.count, !words[end].isQuoted, !Self.stops.contains(words[end].plain), !words[end - 1].endsItem {
            command.append(words[end].text)
            end += 1
        }
        position = end
        if command.count > 1 { return [Self.command(command.joined(separator: " "))] }
        return [Matter(["run"], [.resource("name").isOne(of: names)], "the program \(first.plain)")]
    }

    static func command(_ text: String) -> Matter {
        let line = Expr.context("command_line")
        let same = text.contains("*") ? line.like(text) : Expr.any([line == .string(text), line.like(text + " *")]) ?? line
        return Matter(["run"], [same], "the command `\(text)`")
    }

    static let programs: Set<String> = [
        "rm", "mv", "cp", "ls", "cat", "make", "chmod", "chown", "kill", "find", "grep", "sed", "tar", "zip", "unzip", "crontab",
        "mount", "umount", "vim", "nano", "echo", "env", "printenv", "xargs", "tee", "ln", "touch", "mkdir", "rmdir", "cmake",
        "swift", "xcodebuild", "pytest", "jest", "eslint", "tsc", "webpack", "ffmpeg", "convert", "jq", "openssl", "gpg", "nohup",
        "screen", "tmux", "at", "iptables", "ufw",
    ]

    /// Words that end a command that is written without quotes.
    static let stops: Set<String> = [
        "or", "and", "in", "inside", "within", "under", "outside", "on", "over", "via", "to", "from", "except", "unless", "with",
        "without", "as", "at", "using", "through", "larger", "bigger", "smaller", "recursively", "but", "not", "other", "by",
        "commands", "command", "matching", "of", "for", "when", "if", "only", "into", "against",
    ]
}

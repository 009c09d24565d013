// SPDX-License-Identifier: Apache-2.0

import Cedar

/// Reads what stands behind a directive: verbs, what they are done to, and under which conditions.
///
///     line     := clause { ("or" | "and" | ",") clause }
///     clause   := [verb { "or" verb }] thing { "or" thing } { modifier }
struct ClauseReader {
    let words: [PolicyWords.Word]
    let groups: [String: [PolicyWords.Word]]
    let column: Int
    var position = 0

    struct Problem: Error {
        let column: Int
        let message: String
    }

    /// - Parameter column: Of what stands behind the directive.
    init(_ words: PolicyWords, column: Int, groups: [String: [PolicyWords.Word]]) {
        self.words = words.words
        self.column = column
        self.groups = groups
    }

    mutating func read() throws(Problem) -> [Matter] {
        guard !words.isEmpty else { throw Problem(column: column, message: "there is nothing behind the directive") }
        var matters: [Matter] = []
        repeat { matters += try clause() } while skipJoin()
        if position < words.count { throw notUnderstood() }
        return matters
    }

    // MARK: - Words

    var word: PolicyWords.Word? { position < words.count ? words[position] : nil }

    func notUnderstood() -> Problem {
        guard let word else {
            return Problem(column: (words.last?.column ?? 1) + (words.last?.text.count ?? 0), message: "the line ends too early")
        }
        return Problem(
            column: word.column,
            message: "“\(word.text)” is not understood here" + PolicyForms.hint(for: word.plain, in: words)
        )
    }

    /// How many of the words from `start` on make up the phrase; nil if they do not.
    func match(_ phrase: String, at start: Int) -> Int? {
        var index = start
        for part in phrase.split(separator: " ") {
            guard index < words.count, !words[index].isQuoted, words[index].plain == part else { return nil }
            // A comma within a phrase divides it.
            if index > start, words[index - 1].endsItem { return nil }
            index += 1
        }
        return index - start
    }

    mutating func skip(_ phrases: String...) -> Bool {
        for phrase in phrases {
            if let count = match(phrase, at: position) {
                position += count
                return true
            }
        }
        return false
    }

    static let determiners: Set<String> = [
        "a", "an", "any", "all", "the", "my", "our", "your", "its", "other", "every", "some", "these", "those", "new", "existing",
        "arbitrary", "to", "with", "whatever", "certain", "of", "production", "live", "important", "customer", "outgoing",
        "outbound",
    ]

    func afterDeterminers(_ start: Int) -> Int {
        var index = start
        while index < words.count, !words[index].isQuoted, Self.determiners.contains(words[index].plain) { index += 1 }
        return index
    }

    /// `or`, `and`, a comma behind the last word; not at the end.
    mutating func skipJoin() -> Bool {
        let before = position
        if position > 0, position < words.count, words[position - 1].endsItem {
            _ = skip("and", "or")
            return true
        }
        if skip("or", "and", "and/or", "nor"), position < words.count { return true }
        position = before
        return false
    }

    // MARK: - Verbs

    func verb(at start: Int) -> (verb: Verb, phrase: String, count: Int)? {
        var best: (Verb, String, Int)?
        for verb in Verb.all {
            for phrase in verb.phrases {
                if let count = match(phrase, at: start), count > best?.2 ?? 0 { best = (verb, phrase, count) }
            }
        }
        // `reading files`, `deleted files` and the like.
        if best == nil, start < words.count, !words[start].isQuoted, let base = Self.base(of: words[start].plain) {
            for verb in Verb.all where verb.phrases.contains(base) { return (verb, base, 1) }
        }
        return best
    }

    static let verbForms = Set(Verb.all.flatMap(\.phrases))

    /// `reading`, `deletes`: read, delete. A plural that is a thing is looked for before.
    static func base(of word: String) -> String? {
        if word.hasSuffix("s"), word.count > 4 {
            return [String(word.dropLast()), String(word.dropLast(2))].first(where: verbForms.contains)
        }
        guard word.hasSuffix("ing"), word.count > 5 else { return nil }
        let stem = String(word.dropLast(3))
        let doubled = stem.last == stem.dropLast().last ? String(stem.dropLast()) : stem
        return [stem, stem + "e", doubled].first(where: verbForms.contains)
    }

    mutating func verbs() -> [(verb: Verb, phrase: String)] {
        var found: [(Verb, String)] = []
        while let next = verb(at: position) {
            // What is a thing by itself is one: "text messages", "search engines".
            if found.isEmpty || noun(at: position, longerThan: next.count, found[0].0.kind) == nil {
                position += next.count
                found.append((next.verb, next.phrase))
            } else {
                break
            }
            let before = position
            guard skipJoin(), let other = verb(at: position), !isThing(at: position, found[0].0.kind, longerThan: other.count)
            else {
                position = before
                break
            }
        }
        return found
    }

    func isThing(at start: Int, _ verb: Verb.Class, longerThan count: Int) -> Bool {
        noun(at: start, longerThan: count, verb) != nil
    }

    // MARK: - Clauses

    mutating func clause() throws(Problem) -> [Matter] {
        _ = skip(
            "the agent may",
            "agent may",
            "the agent to",
            "it to",
            "agents to",
            "the agent",
            "never",
            "always",
            "freely",
            "it",
            "any command that",
            "commands that",
            "any program that",
            "programs that",
            "anything that",
            "any action that",
            "actions that",
            "any tool call that",
            "calls that"
        )
        let start = position
        let verbs = verbs()
        var matters: [Matter] = []
        if verbs.isEmpty {
            matters = try things(Self.usualVerbs, isGuess: true)
        } else {
            for (index, verb) in verbs.enumerated() {
                let place = position
                let found = try things([verb.verb.kind], isGuess: false, phrase: verb.phrase)
                matters += found
                // Every verb is about the same things.
                if index < verbs.count - 1 { position = place }
            }
        }
        guard position > start else { throw notUnderstood() }
        return try modified(matters)
    }

    /// Where no verb stands: "outbound connections on port 22", "sudo".
    static let usualVerbs: [Verb.Class] = [
        .use, .connect, .run, .send, .access, .open, .schedule, .install, .spend, .start, .make, .write, .delete,
    ]

    mutating func things(_ verbs: [Verb.Class], isGuess: Bool, phrase: String = "") throws(Problem) -> [Matter] {
        let start = position
        var matters: [Matter] = []
        var isFirst = true
        while true {
            let before = position
            var found: [Matter]?
            for verb in verbs {
                position = before
                if let thing = thing(verb, isFirst: isFirst) {
                    found = thing
                    break
                }
            }
            guard let found else {
                position = before
                break
            }
            matters += found
            isFirst = false
            let end = position
            // A list of things goes on until the next verb.
            guard skipJoin(), startsThing(verbs) else {
                position = end
                break
            }
        }
        if !matters.isEmpty { return matters }
        let isPort = word.map { $0.plain == "port" || $0.plain == "ports" } ?? false
        if let verb = verbs.first, !isGuess, let usual = Self.usual(verb, phrase, isPort: isPort) { return usual }
        position = isGuess ? start : afterDeterminers(start)
        throw notUnderstood()
    }

    func startsThing(_ verbs: [Verb.Class]) -> Bool {
        var copy = self
        let verb = verb(at: position)
        for kind in verbs {
            copy.position = position
            if copy.thing(kind, isFirst: false) != nil {
                // A verb with a thing of its own behind it begins another clause.
                guard let verb, copy.position - position <= verb.count else { return true }
            }
        }
        return false
    }

    /// What a verb means alone: "download", "force push".
    static func usual(_ verb: Verb.Class, _ phrase: String, isPort: Bool = false) -> [Matter]? {
        switch verb {
        case .run: [Matter(["run"], [], "any program")]
        case .browse: Noun.connections(.browse, [.resource("scope").isOne(of: ["public", "unknown"])], "the public internet")
        case .connect: Noun.connections(.connect, [], "any host")
        case .download: Noun.connections(.download, [], "anywhere")
        case .upload: Noun.connections(.upload, [], "anywhere")
        case .send: [Noun.message(["email", "e-mail", "mail", "text"].contains(phrase) ? phrase : nil)]
        case .search: [Matter(["connect"], [.resource("name").isOne(of: ["search"])], "searching the web")]
        case .install: [Matter.running(["installs", "installs-from-address"], "installing packages")]
        case .schedule: [Matter(["persist"], [], "what starts by itself later"), Matter.running(["schedules"], "schedules")]
        case .spend: [Matter(["spend"], [], "money"), Matter.running(["spends"], "what costs money")]
        case .listen: [Matter.running(["listens"], "waiting for connections")]
        case .push:
            [
                Matter.running(
                    phrase.hasPrefix("force") ? ["rewrites-history"] : ["pushes", "rewrites-history"],
                    "pushing commits"
                )
            ]
        case .publish: [Matter.running(["publishes"], "publishing")]
        case .stop: [Matter.running(["power"], "switching the machine off")]
        case .open where isPort: [Matter.running(["listens"], "waiting for connections")]
        case .become: [Matter.running(["privilege"], "commands with another user's rights")]
        case .read, .write, .delete, .access:
            Verb.fileActions(verb).map { [Matter($0, [], "files")] }
        default: nil
        }
    }
}

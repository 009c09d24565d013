// SPDX-License-Identifier: Apache-2.0

import Cedar

/// Under which conditions: places, ports, sizes, people, manners.
extension ClauseReader {
    mutating func modified(_ matters: [Matter]) throws(Problem) -> [Matter] {
        var matters = matters
        while position < words.count {
            let before = position
            if let changed = try modifier(matters) {
                matters = changed
            } else {
                position = before
                break
            }
        }
        return matters
    }

    mutating func modifier(_ matters: [Matter]) throws(Problem) -> [Matter]? {
        if skip("recursively", "in bulk", "with all their contents") {
            return try apply(matters, "recursively") { $0.kind == .file ? Expr.context("recursive") : nil }
        }
        if skip(
            "freely",
            "at any time",
            "environment",
            "environments",
            "directly",
            "as needed",
            "without asking",
            "please",
            "with anyone",
            "to anyone",
            "publicly",
            "with others",
            "with strangers",
            "at all"
        ) {
            return matters
        }
        if let size = try size(matters) { return size }
        if let port = try ports(matters) { return port }
        if skip(
            "with sudo",
            "using sudo",
            "via sudo",
            "as root",
            "as another user",
            "with elevated privileges",
            "with root privileges",
            "as administrator",
            "as an administrator",
            "with privileges"
        ) {
            return try apply(matters, "with another user's rights") { _ in Expr.context("traits").hasAny(["privilege"]) }
        }
        if skip("in the background", "detached") {
            return try apply(matters, "in the background") { _ in Expr.context("traits").hasAny(["detaches"]) }
        }
        if skip(
            "except in",
            "except for",
            "except to",
            "except from",
            "except on",
            "except",
            "but not in",
            "but not to",
            "but not on",
            "but not",
            "other than",
            "excluding",
            "unless in",
            "unless to"
        ) {
            return try restricted(matters, isInverted: true)
        }
        if skip("outside of", "outside", "beyond", "not in", "not under", "not inside", "not on", "not to", "not from") {
            return try restricted(matters, isInverted: true)
        }
        if skip(
            "named",
            "called",
            "matching",
            "that match",
            "like",
            "ending with",
            "ending in",
            "with extension",
            "with the extension",
            "of type",
            "whose name is",
            "containing"
        ) {
            return try restricted(matters, isInverted: false)
        }
        if skip("over", "via", "through", "using", "with") { return try manner(matters) }
        if skip(
            "inside of",
            "inside",
            "within",
            "under",
            "below",
            "into",
            "in",
            "from",
            "at",
            "of",
            "on",
            "to",
            "against",
            "for",
            "by",
            "with"
        ) {
            return try restricted(matters, isInverted: false)
        }
        return nil
    }

    func apply(
        _ matters: [Matter],
        _ words: String,
        _ condition: (Matter) -> Expr?
    ) throws(Problem) -> [Matter] {
        var result: [Matter] = []
        for matter in matters {
            guard let condition = condition(matter) else {
                throw Problem(
                    column: self.words[max(position - 1, 0)].column,
                    message: "“\(words)” says nothing about \(matter.words)"
                )
            }
            result.append(matter.with(condition, words))
        }
        return result
    }

    mutating func size(_ matters: [Matter]) throws(Problem) -> [Matter]? {
        let before = position
        if skip("of unknown size", "of any size") {
            return try apply(matters, "of unknown size") {
                $0.kind == .host ? Expr(.binary(.less, .context("size"), .long(0))) : nil
            }
        }
        let isLarger: Bool
        if skip(
            "larger than",
            "bigger than",
            "greater than",
            "more than",
            "over",
            "above",
            "exceeding",
            "at least",
            "beyond",
            ">",
            "of more than",
            "of over",
            "longer than"
        ) {
            isLarger = true
        } else if skip("smaller than", "less than", "under", "below", "up to", "at most", "<", "of less than", "of up to") {
            isLarger = false
        } else {
            return nil
        }
        guard let (bytes, count) = SizeText.bytes(words[position...]) else {
            position = before
            return nil
        }
        position += count
        _ = skip("in size", "each")
        let size = Expr.context("size")
        return try apply(matters, (isLarger ? "larger than " : "of at most ") + "\(bytes) bytes") { matter in
            guard matter.kind == .host else { return nil }
            // What nobody knows may be larger.
            if isLarger {
                return .any([Expr(.binary(.greater, size, .long(bytes))), Expr(.binary(.less, size, .long(0)))])
            }
            return .all([Expr(.binary(.lessOrEqual, size, .long(bytes))), Expr(.binary(.greaterOrEqual, size, .long(0)))])
        }
    }

    mutating func ports(_ matters: [Matter]) throws(Problem) -> [Matter]? {
        let before = position
        _ = skip("on", "over", "via", "through", "using", "to", "at", "for", "with")
        _ = skip("tcp", "udp", "the", "any", "all")
        let isInverted = skip("port other than", "ports other than", "port except", "ports except", "other ports than")
        guard isInverted || skip("port", "ports") else {
            position = before
            return nil
        }
        var numbers: [Int64] = []
        var ranges: [(Int64, Int64)] = []
        repeat {
            guard let word else { throw notUnderstood() }
            if let number = Self.port(word.plain) {
                position += 1
                if skip("to", "through", "-"), let end = self.word.flatMap({ Self.port($0.plain) }) {
                    position += 1
                    ranges.append((number, end))
                } else {
                    numbers.append(number)
                }
            } else {
                let ends = word.plain.split(separator: "-").map { Self.port(String($0)) }
                guard ends.count == 2, let first = ends[0], let last = ends[1] else { break }
                position += 1
                ranges.append((first, last))
            }
        } while word.flatMap({ _ in isNextPort() }) == true && skipJoin()
        guard !numbers.isEmpty || !ranges.isEmpty else { throw notUnderstood() }
        let port = Expr.context("port")
        let parts =
            numbers.map { port == .long($0) }
            + ranges.compactMap { range in
                .all([Expr(.binary(.greaterOrEqual, port, .long(range.0))), Expr(.binary(.lessOrEqual, port, .long(range.1)))])
            }
        let words = "on port " + (numbers.map(String.init) + ranges.map { "\($0.0) to \($0.1)" }).joined(separator: ", ")
        return try apply(matters, (isInverted ? "not " : "") + words) { matter in
            if matter.kind == .host { return Expr.any(parts).map { isInverted ? !$0 : $0 } }
            // A program that waits for connections: which port is an argument.
            return matter.kind == .run ? .any(numbers.map { Expr.context("command_line").like("*\($0)*") }) : nil
        }
    }

    func isNextPort() -> Bool {
        var copy = self
        guard copy.skipJoin(), let word = copy.word else { return false }
        return Self.port(word.plain) != nil || word.plain.split(separator: "-").allSatisfy { Self.port(String($0)) != nil }
    }

    static func port(_ text: String) -> Int64? {
        if let number = Int64(text), (1...65535).contains(number) { return number }
        return protocols[text]
    }

    static let protocols: [String: Int64] = [
        "ssh": 22, "ftp": 21, "telnet": 23, "smtp": 25, "http": 80, "https": 443, "rdp": 3389, "vnc": 5900, "mysql": 3306,
        "postgres": 5432, "redis": 6379, "dns": 53, "imap": 143, "smb": 445,
    ]

    /// `over ssh`, `via telegram`, `using curl`, `with git`.
    mutating func manner(_ matters: [Matter]) throws(Problem) -> [Matter] {
        guard let word else { throw notUnderstood() }
        if let port = Self.protocols[word.plain] {
            position += 1
            return try apply(matters, "over \(word.plain)") { $0.kind == .host ? .context("port") == .long(port) : nil }
        }
        if Noun.channels[word.plain] != nil { return try restricted(matters, isInverted: false) }
        if word.isQuoted || ProgramGroups.groups[word.plain] != nil || Self.programs.contains(word.plain) {
            position += 1
            return try apply(matters, "with \(word.plain)") { _ in .context("program") == .string(word.plain) }
        }
        return try restricted(matters, isInverted: false)
    }

    /// A list of places, hosts, people or names that a matter is restricted to, or kept from.
    mutating func restricted(_ matters: [Matter], isInverted: Bool) throws(Problem) -> [Matter] {
        var conditions: [(Matter) -> Expr?] = []
        var names: [String] = []
        repeat {
            position = afterDeterminers(position)
            guard let word else { throw notUnderstood() }
            if skip("sandbox environment", "sandboxed environment", "sandbox", "sandboxes", "own workspace sandbox") {
                // Wherever this agent runs is its sandbox.
                names.append("the agent's own surroundings")
                conditions.append { _ in Expr(.literal(.bool(true))) }
                continue
            }
            if let channel = Noun.channels[word.plain], matters.contains(where: { $0.kind == .message }) {
                position += 1
                names.append(word.plain)
                conditions.append {
                    $0.kind == .message ? .any(channel.map { Expr(.variable(.resource)) == .entity(GateTypes.channel, $0) }) : nil
                }
                continue
            }
            if let values = group() {
                names.append("the group")
                conditions.append { matter in
                    let parts = values.compactMap { $0.condition(on: matter.kind) }
                    return parts.count == values.count ? .any(parts) : nil
                }
                continue
            }
            let isNetwork = matters.contains { $0.kind == .host || $0.kind == .message }
            let verb: Verb.Class =
                matters.first.map { $0.kind == .host ? .connect : $0.kind == .file ? .access : .run } ?? .access
            if let (noun, count) = noun(at: position, longerThan: 0, verb) {
                position += count
                _ = skip("directory", "folder", "folders", "directories", "files", "environment")
                names.append(noun.first?.words ?? word.plain)
                conditions.append { matter in
                    let parts = noun.filter { $0.kind == matter.kind }.compactMap { Expr.all($0.conditions) }
                    return .any(parts)
                }
                continue
            }
            if let value = PolicyValue(word, prefersHosts: isNetwork) {
                position += 1
                _ = skip("directory", "folder", "files", "domain", "domains", "extension", "extensions")
                names.append(value.words)
                conditions.append { value.condition(on: $0.kind) }
                continue
            }
            // `git push to main`: a word of the command line.
            if !word.isQuoted, matters.allSatisfy({ $0.kind == .run }),
                word.text.allSatisfy({ $0.isLetter || $0.isNumber || "-_/.".contains($0) })
            {
                position += 1
                _ = skip("branch", "branches", "environment", "cluster", "server", "registry")
                names.append(word.text)
                conditions.append { _ in
                    .any([.context("arguments").hasAny([word.text]), .context("command_line").like("*/" + word.text)])
                }
                continue
            }
            // A recipient is any name; a file type is an extension.
            if matters.allSatisfy({ $0.kind == .message }) {
                position += 1
                names.append(word.text)
                conditions.append { _ in .context("recipient") == .string(word.text) }
                continue
            }
            throw notUnderstood()
        } while isNextPlace(matters) && skipJoin()
        let words = (isInverted ? "(but not: " : "(only: ") + names.joined(separator: " or ") + ")"
        return try apply(matters, words) { matter in
            let parts = conditions.compactMap { $0(matter) }
            guard parts.count == conditions.count, let condition = Expr.any(parts) else { return nil }
            return isInverted ? !condition : condition
        }
    }

    /// Whether the list goes on: another place, not another clause.
    func isNextPlace(_ matters: [Matter]) -> Bool {
        var copy = self
        guard copy.skipJoin() else { return false }
        _ = copy.skip("in", "to", "on", "from", "under")
        copy.position = copy.afterDeterminers(copy.position)
        guard let word = copy.word else { return false }
        if copy.group() != nil { return true }
        if PolicyValue(word, prefersHosts: true) != nil { return true }
        let verb: Verb.Class = matters.first.map { $0.kind == .host ? .connect : $0.kind == .file ? .access : .run } ?? .access
        guard copy.verb(at: copy.position) == nil else { return false }
        if Noun.channels[word.plain] != nil { return true }
        return copy.noun(at: copy.position, longerThan: 0, verb) != nil && matters.first?.kind == .file
    }
}

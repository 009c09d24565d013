// SPDX-License-Identifier: Apache-2.0

/// Reads SQL and the clients' own commands: what drops data, runs programs, touches files, grants rights.
struct SQLScanner {
    private(set) var usage = Usage()
    private let code: Field

    init(_ code: Field) {
        self.code = code
        if code.startsWithHole, code.pieces.count == 1 {
            usage.doubt = "the statements are not known"
            return
        }
        for statement in Self.statements(in: code.pattern) { read(statement) }
        for line in code.pattern.split(separator: "\n") { clientCommand(line.drop { $0 == " " || $0 == "\t" }) }
    }

    /// The words of each statement; a string is one word with its quote in front.
    private static func statements(in text: String) -> [[Substring]] {
        var statements: [[Substring]] = []
        var words: [Substring] = []
        var rest = text[...]
        func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber || "_.*@$#".contains(character) }
        while let next = rest.first {
            if rest.hasPrefix("--") {
                rest = rest.drop { $0 != "\n" }
            } else if rest.hasPrefix("/*") {
                let end = rest.firstRange(of: "*/")?.upperBound ?? rest.endIndex
                // MySQL runs what stands in `/*! … */`.
                if rest.hasPrefix("/*!") { rest = rest.dropFirst(3).drop { $0.isNumber } } else { rest = rest[end...] }
            } else if next == "'" || next == "\"" || next == "`" {
                let content = rest.dropFirst().prefix { $0 != next }
                words.append(rest[rest.startIndex..<content.endIndex])
                rest = rest[content.endIndex...].dropFirst()
            } else if next == ";" {
                if !words.isEmpty { statements.append(words) }
                words = []
                rest = rest.dropFirst()
            } else if isWord(next) {
                let word = rest.prefix(while: isWord)
                words.append(word)
                rest = rest[word.endIndex...]
            } else {
                if "\\!(=<>".contains(next) { words.append(rest.prefix(1)) }
                rest = rest.dropFirst()
            }
        }
        if !words.isEmpty { statements.append(words) }
        return statements
    }

    private mutating func read(_ words: [Substring]) {
        let upper = words.map { $0.uppercased() }
        guard let first = upper.first else { return }
        let second = upper.dropFirst().first ?? ""
        switch first {
        case "DROP", "TRUNCATE":
            if !["USER", "ROLE"].contains(second) { usage.traits.insert(.destroysData) } else { usage.traits.insert(.users) }
        case "DELETE", "UPDATE":
            let isOpen = !upper.contains("WHERE") || Self.isAlwaysTrue(upper)
            if isOpen { usage.traits.insert(.destroysData) }
        case "ALTER":
            if upper.contains("DROP") { usage.traits.insert(.destroysData) }
            if second == "SYSTEM" { usage.traits.insert(.hostSettings) }
            if second == "USER" || second == "ROLE" {
                usage.traits.insert(upper.contains("PASSWORD") || upper.contains("IDENTIFIED") ? .passwords : .grantsAccess)
            }
        case "GRANT", "REVOKE": usage.traits.insert(.grantsAccess)
        case "CREATE":
            if second == "USER" || second == "ROLE" { usage.traits.insert(.users) }
            if upper.contains("LANGUAGE"),
                upper.contains(where: {
                    $0.hasSuffix("PYTHONU") || $0.hasSuffix("PYTHON3U") || $0.hasSuffix("PERLU") || $0 == "'C" || $0 == "C"
                }) || upper.contains("SONAME")
            {
                usage.traits.insert(.escapes)
            }
        case "COPY": copy(words, upper)
        case "SET":
            if second == "GLOBAL" || second == "PASSWORD" {
                usage.traits.insert(second == "PASSWORD" ? .passwords : .hostSettings)
            }
        case "LOAD":
            if upper.contains("INFILE"), let file = string(after: "INFILE", words, upper) {
                use(.read, file)
            } else {
                usage.traits.insert(.escapes)
            }
        case "ATTACH":
            if let file = words.first(where: { $0.hasPrefix("'") || $0.hasPrefix("\"") }) { use(.write, file.dropFirst()) }
        case "VACUUM": if let file = string(after: "INTO", words, upper) { use(.write, file) }
        case "SHUTDOWN": usage.traits.insert(.services)
        default: break
        }
        functions(words, upper)
        // `BEGIN; …`, `WITH … DELETE`: the dangerous word may stand further on.
        if first == "WITH" || first == "EXPLAIN", upper.contains("DELETE"), !upper.contains("WHERE") {
            usage.traits.insert(.destroysData)
        }
    }

    private static func isAlwaysTrue(_ upper: [String]) -> Bool {
        guard let place = upper.lastIndex(of: "WHERE") else { return false }
        let rest = upper[(place + 1)...].filter { $0 != "(" }
        return rest == ["1", "=", "1"] || rest == ["TRUE"] || rest == ["1"]
    }

    private mutating func functions(_ words: [Substring], _ upper: [String]) {
        for (number, word) in upper.enumerated() {
            let isCall = number + 1 < upper.count && upper[number + 1] == "("
            // The first text behind it; not far, so that a long statement is not read again for each of its words.
            var argument: Substring? { words[(number + 1)...].prefix(16).first { $0.hasPrefix("'") }?.dropFirst() }
            switch word {
            case "OUTFILE", "DUMPFILE": if let argument { use(.write, argument) }
            case "LOAD_FILE" where isCall, "PG_READ_FILE" where isCall, "PG_READ_BINARY_FILE" where isCall,
                "READFILE" where isCall, "LO_IMPORT" where isCall,
                "READ_CSV" where isCall, "READ_TEXT" where isCall, "PG_LS_DIR" where isCall:
                if let argument { use(.read, argument) }
            case "WRITEFILE" where isCall, "LO_EXPORT" where isCall, "PG_FILE_WRITE" where isCall:
                if let argument { use(.write, argument) }
            case "LOAD_EXTENSION" where isCall, "SYS_EXEC" where isCall, "SYS_EVAL" where isCall, "EDIT" where isCall:
                usage.traits.insert(.escapes)
            case "XP_CMDSHELL", "SP_EXECUTE_EXTERNAL_SCRIPT", "SP_OACREATE":
                usage.traits.insert(.escapes)
                if let argument { usage.starts.append(Start(.script(code.saying(String(argument)), .bash))) }
            case "DBLINK" where isCall, "DBLINK_CONNECT" where isCall, "UTL_HTTP.REQUEST":
                usage.uses.append(
                    Use(.connect, argument.map { code.saying(String($0)) } ?? Field([.unknown(.other)], span: code.span))
                )
            case "PG_TERMINATE_BACKEND": usage.traits.insert(.kills)
            default: continue
            }
        }
    }

    /// `COPY t FROM PROGRAM 'text'`, `COPY t TO '/file'`
    private mutating func copy(_ words: [Substring], _ upper: [String]) {
        if let text = string(after: "PROGRAM", words, upper) {
            usage.traits.insert(.escapes)
            usage.starts.append(Start(.script(code.saying(String(text)), .bash)))
        } else if let file = string(after: "TO", words, upper) {
            use(.write, file)
        } else if let file = string(after: "FROM", words, upper) {
            use(.read, file)
        }
    }

    private func string(after word: String, _ words: [Substring], _ upper: [String]) -> Substring? {
        guard let place = upper.lastIndex(of: word), place + 1 < words.count else { return nil }
        let next = words[place + 1]
        return next.hasPrefix("'") || next.hasPrefix("\"") ? next.dropFirst() : nil
    }

    private mutating func use(_ kind: Use.Kind, _ path: Substring) {
        usage.uses.append(Use(kind, code.saying(String(path))))
    }

    /// `\! text`, `.shell text`, `system text`, `\o file`, `.read file`
    private mutating func clientCommand(_ line: Substring) {
        let shells = ["\\!", ".shell ", ".system ", "system ", "!", "\\sys ", "sh ", ".sh "]
        for start in shells where line.lowercased().hasPrefix(start) {
            if start == "sh ", !line.contains("/") { continue }
            usage.traits.insert(.escapes)
            let text = line.dropFirst(start.count).drop { $0 == " " }
            usage.starts.append(text.isEmpty ? Start(.interactiveShell) : Start(.script(code.saying(String(text)), .bash)))
            return
        }
        let files: [(String, Use.Kind)] = [
            (".read ", .read), (".import ", .read), (".output ", .write), (".once ", .write), (".save ", .write),
            (".backup ", .write), (".dump ", .read),
            (".log ", .write), ("\\i ", .read), ("\\ir ", .read), ("\\o ", .write), ("source ", .read), ("\\. ", .read),
            ("tee ", .write), (".excel", .write),
            (".restore ", .read), (".open ", .write), ("\\w ", .write), (".cd ", .read),
        ]
        for (start, kind) in files where line.hasPrefix(start) {
            let path = line.dropFirst(start.count).split(separator: " ").first.map(String.init) ?? ""
            if path.hasPrefix("|") {
                usage.traits.insert(.escapes)
                usage.starts.append(Start(.script(code.saying(String(line.dropFirst(start.count + 1))), .bash)))
            } else if !path.isEmpty, start != ".dump " {
                usage.uses.append(Use(kind, code.saying(path)))
            }
        }
        if line.hasPrefix(".dump") { usage.traits.insert(.dumpsData) }
        if line.hasPrefix(".load") || line.hasPrefix("\\copy") && line.contains("program") { usage.traits.insert(.escapes) }
    }
}

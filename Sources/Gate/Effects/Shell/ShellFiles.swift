// SPDX-License-Identifier: Apache-2.0

import Calls

/// Programs with a small language or unusual arguments that change files.
extension ShellWalker {
    mutating func sed(_ arguments: [ShellField]) {
        let edits = arguments.contains {
            $0.text.hasPrefix("-i") || $0.text.hasPrefix("--in-place")
                || ($0.isOption && !$0.text.hasPrefix("--") && $0.text.contains("i") && !$0.text.hasPrefix("-e")
                    && !$0.text.hasPrefix("-f"))
        }
        var named = operands(arguments, ["-e", "-f", "--expression", "--file", "-l"])
        var scripts: [String] = []
        for (index, field) in arguments.enumerated() where index + 1 < arguments.count {
            if field.text == "-e" || field.text == "--expression" { scripts.append(arguments[index + 1].text) }
            if field.text == "-f" || field.text == "--file" {
                path(.read, arguments[index + 1])
                analysis.contents.append(absolute(arguments[index + 1].text))
                scripts.append("")
            }
        }
        for field in arguments where field.text.hasPrefix("--expression=") { scripts.append(String(field.text.dropFirst(13))) }
        if scripts.isEmpty, !named.isEmpty { scripts.append(named.removeFirst().text) }
        if scripts.contains(where: Self.sedRuns) { code("sed") }
        for field in named { path(edits ? .write : .read, field) }
    }

    /// Whether a sed script may run commands or write files (`e`, `w`, `W`, and the flags of `s`).
    static func sedRuns(_ script: String) -> Bool {
        for line in script.split(whereSeparator: { $0 == ";" || $0 == "\n" || $0 == "{" || $0 == "}" }) {
            var text = line.drop { $0 == " " || $0 == "\t" }
            if text.first == "s" || text.first == "y", text.count > 3 {
                let delimiter = text[text.index(after: text.startIndex)]
                let flags = text.reversed().prefix { $0 != delimiter }
                if flags.contains("w") || flags.contains("e"), flags.count < 40,
                    flags.allSatisfy({ "gpiIeMm0123456789".contains($0) }) || flags.contains(" ")
                {
                    return true
                }
                continue
            }
            // The address.
            text = text.drop { "0123456789,$!~+ \t".contains($0) }
            if text.first == "/" || text.first == "\\" {
                guard let end = text.dropFirst().lastIndex(of: "/") else { continue }
                text = text[text.index(after: end)...].drop { "0123456789,$!~+ \tI".contains($0) }
            }
            if let command = text.first, "ewW".contains(command), text.dropFirst().first == nil || text.dropFirst().first == " " {
                return true
            }
        }
        return false
    }

    mutating func awk(_ arguments: [ShellField]) {
        var named = operands(
            arguments,
            ["-F", "-v", "-f", "--assign", "--field-separator", "--file", "-i", "--include", "-l", "--load"]
        )
        var hasFile = false
        for (index, field) in arguments.enumerated() where index + 1 < arguments.count {
            if field.text == "-f" || field.text == "--file" {
                hasFile = true
                path(.read, arguments[index + 1])
                analysis.contents.append(absolute(arguments[index + 1].text))
            }
            if field.text == "-l" || field.text == "--load" { code("awk") }
        }
        if !hasFile, !named.isEmpty {
            let program = named.removeFirst()
            let text = program.text
            let hasPipe =
                text.includes("| \"") || text.includes("|\"") || text.includes("|getline") || text.includes("| getline")
                || text.includes("|&")
            let writes = text.includes(">\"") || text.includes("> \"") || text.includes(">>\"")
            if text.includes("system(") || text.includes("system (") || hasPipe || writes || text.includes("/inet/") {
                code("awk")
            }
            if text.includes("getline <") || text.includes("getline<") || text.includes("ARGV[") { code("awk") }
        }
        for field in named where !field.text.contains("=") { path(.read, field) }
    }

    mutating func tar(_ arguments: [ShellField]) {
        guard let first = arguments.first else { return }
        // The letters may come without a dash.
        let letters = first.text.hasPrefix("--") ? "" : first.text.hasPrefix("-") ? String(first.text.dropFirst()) : first.text
        func does(_ letter: Character, _ long: String) -> Bool {
            letters.contains(letter) || has(arguments, String(letter), long)
        }
        let creates = does("c", "--create") || does("r", "--append") || does("u", "--update")
        let extracts = does("x", "--extract") || arguments.contains { $0.text == "--get" }
        var archive: ShellField?
        var folder: ShellField?
        var skipNext = false
        var named: [ShellField] = []
        for (index, field) in arguments.enumerated() {
            if skipNext {
                skipNext = false
                continue
            }
            let text = field.text
            let next = index + 1 < arguments.count ? arguments[index + 1] : nil
            if index == 0
                ? letters.hasSuffix("f")
                : text == "-f" || text == "--file" || (field.isOption && !text.hasPrefix("--") && text.hasSuffix("f"))
            {
                archive = next
                skipNext = true
            } else if text.hasPrefix("--file=") {
                archive = ShellField(String(text.dropFirst(7)), isDynamic: field.isDynamic)
            } else if text == "-C" || text == "--directory" {
                folder = next
                skipNext = true
            } else if text.hasPrefix("--directory=") {
                folder = ShellField(String(text.dropFirst(12)), isDynamic: field.isDynamic)
            } else if text == "-I" || text == "-F" {
                code("tar")
                skipNext = true
            } else if ["-X", "-T", "--exclude", "--exclude-from", "--files-from"].contains(text) {
                skipNext = true
            } else if [
                "--checkpoint-action", "--use-compress", "--to-command", "--info-script", "--new-volume", "--rsh-command",
                "--rmt-command",
            ].contains(where: { text.hasPrefix($0) }) {
                code("tar")
            } else if text == "--remove-files" {
                named.append(ShellField(""))
            } else if index > 0, !field.isOption {
                named.append(field)
            }
        }
        let removes = arguments.contains { $0.text == "--remove-files" }
        if creates {
            if let archive { path(.write, archive) }
            for field in named where !field.text.isEmpty {
                path(.read, field, isRecursive: true)
                if removes { path(.delete, field, isRecursive: true, isForced: true) }
            }
        } else if extracts {
            if let archive { path(.read, archive) }
            if !does("O", "--to-stdout") { path(.write, folder ?? ShellField(".")) }
            if has(arguments, "P", "--absolute-names") || letters.contains("P") { add(Effect(.write, "", isDynamic: true)) }
        } else if let archive {
            path(.read, archive)
        }
        if let archive, archive.text.contains(":"), !archive.text.hasPrefix("/") { connect(archive, sends: creates) }
    }

    mutating func archive(_ name: String, _ arguments: [ShellField]) {
        let named = operands(arguments, ["-d", "-x", "-i", "-o", "-P", "-T", "-n", "-b", "-TT", "--unzip-command"])
        escapes(arguments, of: name)
        switch name {
        case "zip":
            if arguments.contains(where: { $0.text.hasPrefix("-TT") || $0.text == "--unzip-command" }) { code("zip") }
            if let target = named.first { path(.write, target) }
            for field in named.dropFirst() {
                path(.read, field, isRecursive: true)
                if has(arguments, "m", "--move") { path(.delete, field, isRecursive: true, isForced: true) }
            }
        case "unzip", "cpio", "7z", "7za", "ar":
            for field in named { path(.read, field) }
            if name == "unzip", !has(arguments, "lptvZ") {
                let place = arguments.firstIndex { $0.text == "-d" }
                path(.write, place.flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil } ?? ShellField("."))
            }
        default:
            let keeps = has(arguments, "ckltd", "--stdout", "--keep", "--list", "--test")
            for field in named {
                path(.read, field)
                if !keeps { path(.write, field) }
            }
        }
    }

    mutating func dd(_ arguments: [ShellField]) {
        for field in arguments {
            if field.text.hasPrefix("if=") {
                path(.read, ShellField(tildeIn(field.text.dropFirst(3)), isDynamic: field.isDynamic))
            }
            if field.text.hasPrefix("of=") {
                path(.write, ShellField(tildeIn(field.text.dropFirst(3)), isDynamic: field.isDynamic))
            }
        }
    }

    private func tildeIn(_ text: Substring) -> String { text.hasPrefix("~/") ? home + text.dropFirst() : String(text) }
}

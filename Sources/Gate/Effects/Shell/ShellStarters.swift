// SPDX-License-Identifier: Apache-2.0

import Calls

/// Programs that run other programs.
extension ShellWalker {
    mutating func code(_ name: String) {
        note(.inlineCode(name))
        add(Effect(.unknown, "", isDynamic: true))
    }

    mutating func wrapper(_ name: String, _ values: Set<String>, _ skip: Int, _ arguments: [ShellField], _ input: ShellInput) {
        if name == "command", arguments.first.map({ $0.text == "-v" || $0.text == "-V" }) == true { return }
        if name == "flock", let index = arguments.firstIndex(where: { $0.text == "-c" }), index + 1 < arguments.count {
            return walkText(arguments[index + 1], name)
        }
        var index = 0
        var skipped = 0
        while index < arguments.count {
            let text = arguments[index].text
            if text == "--" {
                index += 1
                if skipped >= skip { break }
                continue
            }
            if text.utf8.count > 1, text.hasPrefix("-") {
                let takesValue =
                    values.contains(text)
                    && !(name == "command" || name == "exec" && text != "-a" || name == "unshare" || name == "setsid"
                        || name == "nohup" || name == "time" && text == "-p" || name == "stdbuf" && text.count > 2)
                index += takesValue ? 2 : 1
                if name == "script", text == "-c", index <= arguments.count { return walkText(arguments[index - 1], name) }
                continue
            }
            if skipped < skip {
                skipped += 1
                index += 1
                continue
            }
            break
        }
        if name == "systemd-run" { note(.hostSettings(name)) }
        guard index < arguments.count else { return }
        if name == "watch", arguments.count - index == 1 { return walkText(arguments[index], name) }
        run(Array(arguments[index...]), input: input)
    }

    mutating func env(_ arguments: [ShellField], _ input: ShellInput) {
        var index = 0
        while index < arguments.count {
            let field = arguments[index]
            let text = field.text
            if text.hasPrefix("-S") || text.hasPrefix("--split-string") {
                var rest = Array(arguments[(index + 1)...])
                var line = ShellField(
                    String(text.hasPrefix("-S") ? text.dropFirst(2) : text.drop { $0 != "=" }.dropFirst()),
                    isDynamic: field.isDynamic
                )
                if line.text.isEmpty, !rest.isEmpty { line = rest.removeFirst() }
                // The string is split, and what follows it is appended.
                let words = ["env", line.text] + rest.map { ShellText.quoted($0.text) }
                return walkText(
                    ShellField(
                        words.joined(separator: " "),
                        isDynamic: line.isDynamic || rest.contains(where: \.isDynamic),
                        isFromNetwork: line.isFromNetwork
                    ),
                    "env"
                )
            }
            if ["-u", "--unset", "-C", "--chdir"].contains(text) {
                index += 2
            } else if text.hasPrefix("-") {
                index += 1
            } else if let equals = text.firstIndex(of: "="), equals > text.startIndex {
                if ["LD_PRELOAD", "BASH_ENV", "LD_LIBRARY_PATH", "PYTHONSTARTUP", "NODE_OPTIONS"].contains(
                    String(text[..<equals])
                ) {
                    code("env")
                }
                index += 1
            } else {
                return run(Array(arguments[index...]), input: input)
            }
        }
        printsEnvironment()
    }

    /// Walks a command line that stands in an argument.
    mutating func walkText(_ field: ShellField, _ name: String) {
        if field.isFromNetwork { note(.networkIntoInterpreter(name)) }
        if field.isDynamic {
            add(Effect(.run, name, isDynamic: true))
        }
        if !field.text.isEmpty { walk(field.text) }
    }

    mutating func privilege(_ name: String, _ arguments: [ShellField], _ input: ShellInput) {
        note(.privilege(name))
        var index = 0
        while index < arguments.count, arguments[index].isOption || arguments[index].text.contains("=") {
            let text = arguments[index].text
            if text == "-c", index + 1 < arguments.count { return walkText(arguments[index + 1], name) }
            index += ["-u", "-g", "-p", "-h", "-C", "-T", "-U", "-r", "-t", "--user", "--group"].contains(text) ? 2 : 1
        }
        if name == "sudo" || name == "doas" || name == "pkexec", index < arguments.count {
            run(Array(arguments[index...]), input: input)
        }
    }

    mutating func shell(_ name: String, _ arguments: [ShellField], _ input: ShellInput) {
        var index = 0
        var isInteractive = false
        while index < arguments.count, arguments[index].isOption || arguments[index].text.hasPrefix("+") {
            let field = arguments[index]
            if field.text == "--" {
                index += 1
                break
            }
            if field.text == "--rcfile" || field.text == "--init-file" || field.text == "-o" || field.text == "-O" {
                if field.text.hasPrefix("--") { code(name) }
                index += 2
                continue
            }
            if !field.text.hasPrefix("--"), field.text.contains("i") { isInteractive = true }
            if !field.text.hasPrefix("--"), field.text.hasPrefix("-"), field.text.contains("c") {
                // The script is the next argument that is no option.
                var next = index + 1
                while next < arguments.count, arguments[next].isOption { next += 1 }
                guard next < arguments.count else { return }
                let saved = (shellState, positional)
                positional = ShellField(
                    arguments[(next + 1)...].dropFirst().map(\.text).joined(separator: " "),
                    isDynamic: arguments[(next + 1)...].contains(where: \.isDynamic)
                )
                for (number, argument) in arguments[(next + 1)...].enumerated() { variables[String(number)] = argument }
                walkText(arguments[next], name)
                (shellState, positional) = saved
                return
            }
            index += 1
        }
        if index < arguments.count, !arguments.contains(where: { $0.text == "-s" }) {
            return script(name, arguments[index], input)
        }
        runsInput(name, input, isInteractive: isInteractive) { walker, text in walker.walk(text) }
    }

    /// A file with commands is run.
    private mutating func script(_ name: String, _ field: ShellField, _ input: ShellInput) {
        if field.isFromNetwork { note(.networkIntoInterpreter(name)) }
        if let text = processTexts[field.text] { return walk(text) }
        if ["/dev/stdin", "-", "/dev/fd/0", "/proc/self/fd/0"].contains(field.text) {
            return runsInput(name, input, isInteractive: false) { walker, text in walker.walk(text) }
        }
        if field.isDynamic {
            add(Effect(.run, absolute(field.text), isDynamic: true))
            return
        }
        let target = absolute(field.text)
        path(.read, field)
        analysis.contents.append(target)
        if downloads.contains(target) { note(.networkIntoInterpreter(name)) }
    }

    private mutating func runsInput(
        _ name: String,
        _ input: ShellInput,
        isInteractive: Bool,
        _ walkText: (inout ShellWalker, String) -> Void
    ) {
        switch input.source {
        case .nothing: if isInteractive, analysis.deeds.contains(where: { $0.effect.kind == .connect }) { note(.reverseShell) }
        case .network: note(isInteractive ? .reverseShell : .networkIntoInterpreter(name))
        case .text(let text): walkText(&self, text)
        case .file(let file):
            analysis.contents.append(file)
            if downloads.contains(file) { note(.networkIntoInterpreter(name)) }
        case .program(let source):
            note(.pipedIntoInterpreter(source.isEmpty ? name : "\(source) | \(name)"))
            add(Effect(.run, name, isDynamic: true))
        }
    }

    mutating func interpreter(_ name: String, _ inline: [String], _ arguments: [ShellField], _ input: ShellInput) {
        looseReads(arguments.filter { $0.text.utf8.count < 512 && !$0.text.utf8.contains(where: { $0 == 32 || $0 == 40 }) })
        for (index, field) in arguments.enumerated() {
            let text = field.text
            if inline.contains(text)
                || (text.count > 2 && !text.hasPrefix("--") && inline.contains(String(text.prefix(2))) && !text.hasPrefix("-i"))
            {
                if field.isFromNetwork || arguments.dropFirst(index).contains(where: \.isFromNetwork) {
                    note(.networkIntoInterpreter(name))
                }
                return code(name)
            }
            if text == "-m", name.hasPrefix("python") || name.hasPrefix("pypy") {
                if let module = arguments.dropFirst(index + 1).first?.text,
                    ["http.server", "SimpleHTTPServer", "pty", "code"].contains(module)
                {
                    note(.listens("\(name) -m \(module)"))
                }
                return
            }
            if ["-V", "--version", "-v", "-h", "--help"].contains(text) { return }
            if ["-S", "-c", "--check", "--test", "--watch"].contains(text) { continue }
            if !field.isOption {
                if text == "-" { break }
                if ["run", "test", "install", "add", "fmt", "lint", "check", "task", "x", "build"].contains(text),
                    ["deno", "bun"].contains(name)
                {
                    continue
                }
                return script(name, field, input)
            }
        }
        runsInput(name, input, isInteractive: false) { walker, _ in walker.code(name) }
    }

    mutating func interactive(_ name: String, _ inline: [String], _ arguments: [ShellField]) {
        looseReads(arguments)
        for (index, field) in arguments.enumerated() {
            let isInline =
                inline.contains(field.text) && index + 1 < arguments.count
                || field.text.hasPrefix("+") && field.text.contains("!")
            if isInline || Programs.showsShell(field.text) { return code(name) }
        }
    }

    mutating func builtin(_ name: String, _ arguments: [ShellField], _ input: ShellInput) {
        switch name {
        case "cd", "pushd":
            guard let target = operands(arguments, []).first else {
                workingDirectory = variables["HOME"]?.text ?? home
                return
            }
            if target.isDynamic || target.isPattern || target.text == "-" {
                isLost = true
            } else {
                if target.text.hasPrefix("/") || target.text.hasPrefix("~") { isLost = false }
                workingDirectory = absolute(target.text)
                variables["PWD"] = ShellField(workingDirectory)
            }
        case "popd": isLost = true
        case "eval":
            let text = ShellField(
                arguments.map(\.text).joined(separator: " "),
                isDynamic: arguments.contains(where: \.isDynamic),
                isFromNetwork: arguments.contains(where: \.isFromNetwork)
            )
            walkText(text, "eval")
        case "source", ".":
            guard let file = arguments.first else { return }
            if file.isFromNetwork { note(.networkIntoInterpreter(name)) }
            if let text = processTexts[file.text] { return walk(text) }
            path(.read, file)
            if file.isDynamic {
                add(Effect(.run, absolute(file.text), isDynamic: true))
            } else {
                analysis.contents.append(absolute(file.text))
            }
            if downloads.contains(absolute(file.text)) { note(.networkIntoInterpreter(name)) }
        case "export", "declare", "typeset", "local", "readonly", "set":
            if arguments.isEmpty || (name != "local" && arguments.allSatisfy { ["-p", "-x"].contains($0.text) }) {
                return printsEnvironment()
            }
            for field in arguments where !field.isOption && name != "set" {
                guard let equals = field.text.firstIndex(of: "=") else { continue }
                let variable = String(field.text[..<equals])
                variables[variable] = ShellField(
                    String(field.text[field.text.index(after: equals)...]),
                    isDynamic: field.isDynamic,
                    isFromNetwork: field.isFromNetwork
                )
                if ["LD_PRELOAD", "BASH_ENV", "PROMPT_COMMAND", "PATH", "LD_LIBRARY_PATH"].contains(variable)
                    && variable != "PATH"
                {
                    code(name)
                }
            }
        case "read", "mapfile", "readarray":
            for field in operands(arguments, ["-p", "-t", "-n", "-N", "-d", "-u", "-a", "-i"]) {
                if case .text(let text) = input.source {
                    variables[field.text] = ShellField(String(text.prefix { $0 != "\n" }))
                } else {
                    var value = input.paths.first ?? ShellField()
                    value.isDynamic = input.paths.isEmpty
                    value.isPattern = true
                    variables[field.text] = input.paths.count == 1 ? value : ShellField(isDynamic: true)
                }
            }
        case "unset": for field in arguments { variables[field.text] = nil }
        case "alias":
            for field in arguments {
                guard let equals = field.text.firstIndex(of: "=") else { continue }
                aliases[String(field.text[..<equals])] = String(field.text[field.text.index(after: equals)...])
            }
        case "trap":
            if let command = operands(arguments, []).first, operands(arguments, []).count > 1, command.text != "-" {
                walkText(command, name)
            }
        case "enable", "complete", "compgen", "bind": escapes(arguments, of: name)
        default: break
        }
    }
}

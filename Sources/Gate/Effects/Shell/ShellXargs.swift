// SPDX-License-Identifier: Apache-2.0

import Calls

/// Programs that run another one for each of a list of things.
extension ShellWalker {
    private static let xargsValues: Set = [
        "-I", "-J", "-n", "-P", "-L", "-d", "-s", "-E", "-a", "-S", "-R", "--max-args", "--max-procs", "--max-lines",
        "--max-chars", "--delimiter", "--arg-file",
        "-j", "--jobs", "--results", "--joblog", "--colsep", "-N", "--delay", "--timeout", "--tmpdir", "--workdir",
        "--process-slot-var",
    ]

    mutating func xargs(_ name: String, _ arguments: [ShellField], _ input: ShellInput) {
        var index = 0
        var placeholder: String?
        while index < arguments.count, arguments[index].isOption {
            let text = arguments[index].text
            switch text {
            case "-I", "-J": placeholder = index + 1 < arguments.count ? arguments[index + 1].text : "{}"
            case "-i", "--replace": placeholder = "{}"
            default:
                if text.hasPrefix("-I") || text.hasPrefix("-i") { placeholder = String(text.dropFirst(2)) }
                if text.hasPrefix("--replace=") { placeholder = String(text.dropFirst(10)) }
            }
            index += Self.xargsValues.contains(text) ? 2 : 1
            if text == "--" { break }
        }
        if name == "parallel" { placeholder = "{}" }
        var command = Array(arguments[min(index, arguments.count)...])
        var items = xargsItems(input, byLine: placeholder != nil)
        if name == "parallel", let end = command.firstIndex(where: { $0.text.hasPrefix(":::") }) {
            items = command[(end + 1)...].filter { !$0.text.hasPrefix(":::") }
            command = Array(command[..<end])
        }
        if name == "parallel", command.isEmpty {
            // Each item is a command line.
            for item in items.prefix(16) { walkText(item, name) }
            return
        }
        if command.isEmpty { command = [ShellField("echo")] }
        if items.isEmpty { items = [ShellField(isDynamic: true)] }
        guard let placeholder, name == "parallel" || command.contains(where: { $0.text.contains(placeholder) }) else {
            return run(command + items, input: ShellInput())
        }
        if name == "parallel", !command.contains(where: { $0.text.contains(placeholder) }) {
            command.append(ShellField(placeholder))
        }
        for item in items.prefix(16) { run(command.map { Self.filled($0, placeholder, item) }, input: ShellInput()) }
        if items.count > 16 {
            run(command.map { Self.filled($0, placeholder, ShellField(isDynamic: true)) }, input: ShellInput())
        }
    }

    private func xargsItems(_ input: ShellInput, byLine: Bool) -> [ShellField] {
        if case .text(let text) = input.source {
            let pieces = text.split { $0 == "\n" || $0 == "\0" || (!byLine && ($0 == " " || $0 == "\t")) }
            return pieces.map { ShellField(String($0)) }
        }
        if case .network = input.source { return [ShellField(isDynamic: true, isFromNetwork: true)] }
        return input.paths.map { item in
            var item = item
            item.isPattern = true
            return item
        }
    }

    private static func filled(_ field: ShellField, _ placeholder: String, _ item: ShellField) -> ShellField {
        guard field.text.contains(placeholder) else { return field }
        var field = field
        field.text = field.text.split(separator: placeholder, omittingEmptySubsequences: false).joined(separator: item.text)
        field.isDynamic = field.isDynamic || item.isDynamic
        field.isPattern = field.isPattern || item.isPattern
        field.isFromNetwork = field.isFromNetwork || item.isFromNetwork
        return field
    }

    mutating func find(_ name: String, _ arguments: [ShellField]) {
        var roots: [ShellField] = []
        var index = 0
        while index < arguments.count, ["-H", "-L", "-P"].contains(arguments[index].text) { index += 1 }
        if name.hasPrefix("find") || name == "gfind" || name == "bfs" {
            while index < arguments.count, !arguments[index].isOption, !["(", "!", ")"].contains(arguments[index].text) {
                roots.append(arguments[index])
                index += 1
            }
        }
        if roots.isEmpty { roots = [ShellField(".")] }
        for root in roots where !root.isDynamic { path(.read, root) }
        // A name that is asked for narrows what is touched.
        var pattern = "*"
        for (place, field) in arguments.enumerated()
        where ["-name", "-iname"].contains(field.text) && place + 1 < arguments.count {
            pattern = pattern == "*" ? arguments[place + 1].text : "*"
        }
        let below = roots.map { root in
            ShellField(
                root.text + (root.text.hasSuffix("/") ? "" : "/") + "**/" + pattern,
                isDynamic: root.isDynamic,
                isPattern: true
            )
        }
        lastOutput = ShellInput(source: .program(name), paths: below)
        while index < arguments.count {
            let text = arguments[index].text
            switch text {
            case "-delete":
                for target in below { path(.delete, target, isRecursive: true, isForced: true) }
            case "-fprint", "-fprintf", "-fls", "-fprint0":
                if index + 1 < arguments.count { path(.write, arguments[index + 1]) }
            case "-exec", "-execdir", "-ok", "-okdir", "-x", "-X", "--exec", "--exec-batch":
                let end = arguments[(index + 1)...].firstIndex { $0.text == ";" || $0.text == "+" } ?? arguments.count
                var command = Array(arguments[(index + 1)..<end])
                let holds = command.contains { $0.text.includes("{}") }
                if !holds, name.hasPrefix("fd") { command.append(ShellField("{}")) }
                for target in below.prefix(8) {
                    let isShell =
                        command.first.map {
                            ["sh", "bash", "dash", "zsh", "ksh"].contains(String(PathText.lastComponent($0.text)))
                        } ?? false
                    run(
                        command.map { field in
                            guard let range = field.text.firstRange(of: "{}") else { return field }
                            var field = field
                            // Inside a script the name would be read as part of it.
                            field.text.replaceSubrange(
                                range,
                                with: isShell && field.text != "{}" ? "\"\(target.text)\"" : target.text
                            )
                            field.isPattern = true
                            return field
                        },
                        input: ShellInput()
                    )
                }
                index = end
            default: break
            }
            index += 1
        }
    }
}

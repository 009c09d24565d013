// SPDX-License-Identifier: Apache-2.0

/// A net behind all other languages: any call that looks like running a shell, deleting or connecting.
struct OtherScanner {
    private(set) var usage = Usage()

    init(_ code: Field) {
        // AppleScript says it in words.
        let text = code.pattern
        var rest = text[...]
        while let range = rest.firstRange(of: "do shell script ") {
            rest = rest[range.upperBound...]
            usage.traits.insert(.escapes)
            if let start = rest.first, start == "\"" {
                let script = Self.quoted(rest)
                usage.starts.append(Start(.script(code.saying(script), .bash)))
                if rest.contains("administrator privileges") { usage.traits.insert(.privilege) }
            } else {
                usage.starts.append(Start(.script(Field([.unknown(.other)], span: code.span), .bash)))
            }
        }
        if text.contains("keystroke") || text.contains("the clipboard") { usage.traits.insert(.surveils) }
        if text.contains("do shell script") { return }
        escapes(code, text)
        let scanner = CallScanner(code, .other)
        usage.merge(scanner.usage)
        let bytes = Array(text.utf8)
        for sign in Self.signs where bytes.holds(sign) { usage.traits.insert(.escapes) }
        if !scanner.usage.starts.isEmpty { usage.traits.insert(.escapes) }
    }

    /// Lines that leave the program for a shell (`!text`, `shell text`), and the macros of m4 and rpm.
    private mutating func escapes(_ code: Field, _ text: String) {
        for line in text.split(whereSeparator: { $0 == "\n" || $0 == "\r" }).prefix(200) {
            let line = line.drop { $0 == " " || $0 == "\t" }
            let mark = Self.lineMarks.first { line.hasPrefix($0) }
            guard let mark, line.utf8.count > mark.utf8.count else { continue }
            usage.traits.insert(.escapes)
            usage.starts.append(Start(.script(code.saying(String(line.dropFirst(mark.count))), .bash)))
        }
        for mark in ["syscmd(", "%("] {
            var rest = text[...]
            var count = 0
            while let range = rest.firstRange(of: mark), count < 50 {
                count += 1
                rest = rest[range.upperBound...]
                let macro = rest.prefix { $0 != ")" }.drop { $0 == "`" || $0 == "[" }
                let script = macro.last == "'" && mark != "%(" ? macro.dropLast() : macro
                usage.traits.insert(.escapes)
                usage.starts.append(Start(.script(code.saying(String(script)), .bash)))
            }
        }
    }

    private static let lineMarks = ["!", "\\!", "shell ", ".shell ", ".system ", "system ", "@exec "]

    private static func quoted(_ text: Substring) -> String {
        var result = ""
        var escaped = false
        for character in text.dropFirst() {
            if escaped {
                result.append(character)
                escaped = false
            } else if character == "\\" {
                escaped = true
            } else if character == "\"" {
                break
            } else {
                result.append(character)
            }
        }
        return result
    }

    /// How other languages call a shell.
    private static let signs = [
        "/bin/sh", "/bin/bash", "os:cmd", "sys.process", ".!!", "Runtime.getRuntime", "getRuntime()", "ProcessBuilder",
        "System.cmd", "run(`", "shell-command",
        "sys::exec", "execute_process", "posix_spawn", "call-process", "make-process", "(system ", "(sh ", "Process(", "NSTask",
        "launchPath", "CreateProcess",
        "WScript.Shell", "ShellExecute", "%{lua:", "os.execute", "file://", "pty.spawn",
    ]
}

extension [UInt8] {
    /// Whether a text stands in the bytes. A loop over bytes, since searching in a String is many times slower.
    func holds(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first, count >= wanted.count else { return false }
        for start in 0...(count - wanted.count) where self[start] == first {
            if self[start..<(start + wanted.count)].elementsEqual(wanted) { return true }
        }
        return false
    }
}

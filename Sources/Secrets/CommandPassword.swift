// SPDX-License-Identifier: Apache-2.0

/// Passwords on the command lines of well-known programs: `curl -u name:password`, `sshpass -p password`.
enum CommandPassword {
    /// A program, as it is looked for, and the options that take its password.
    struct Program {
        let name: StaticString
        /// With the blank before.
        let options: [StaticString]
        /// The option takes `name:password`.
        var hasUser = false
        /// Upper and lower case mean the same.
        var isFolded = false
        /// The value may follow the option without a blank.
        var isAttached = false
    }

    static let programs: [Program] = [
        Program(name: "curl ", options: [" -u ", " --user ", " -u", " --proxy-user ", " --user="], hasUser: true),
        Program(name: "wget ", options: [" --password=", " --http-password=", " --ftp-password="]),
        Program(name: "psexec", options: [" -p "], isFolded: true),
        Program(name: "sshpass ", options: [" -p "], isAttached: false),
        Program(name: "sshpass -p", options: ["-p"], isAttached: true),
        Program(name: "docker login ", options: [" -p ", " --password "]),
        Program(name: "podman login ", options: [" -p ", " --password "]),
        Program(name: "helm registry login ", options: [" -p ", " --password "]),
        Program(name: "mysql ", options: [" -p", " --password="], isAttached: true),
        Program(name: "mysqldump ", options: [" -p", " --password="], isAttached: true),
        Program(name: "mysqladmin ", options: [" -p", " --password="], isAttached: true),
        Program(name: "mongo ", options: [" -p ", " --password "]),
        Program(name: "mongosh ", options: [" -p ", " --password "]),
        Program(name: "mongodump ", options: [" -p ", " --password "]),
        Program(name: "ipmitool ", options: [" -P "]),
        Program(name: "redis-cli ", options: [" -a "]),
        Program(name: "ldapsearch ", options: [" -w "]),
        Program(name: "smbclient ", options: [" -U "], hasUser: true),
        Program(name: "az login ", options: [" -p ", " --password "]),
    ]

    private static let inside = ByteSet(" \t\r\n\"'`|&;<>\u{0}", inverted: true)
    private static let quotes = ByteSet("\"'")
    private static let quotesAndBlank = ByteSet(" \"'")

    /// - Parameters:
    ///   - end: Where the program's name ends.
    ///   - done: Up to where this program's lines were read in vain.
    static func read(_ text: Bytes, _ program: Program, from end: Int, _ done: inout Int) -> Range<Int>? {
        let start = max(0, end - 2)
        let limit = min(text.count, start + 400)
        var position = start
        if done > start {
            position = min(limit, max(start, done - longestOption))
            // What was read before says whether the command ended.
            for index in start..<position
            where text[index] == 0x0A || text[index] == UInt8(ascii: "|") || text[index] == UInt8(ascii: ";") {
                position = start
                break
            }
        }
        while position < limit {
            let byte = text[position]
            // The command ends with its line, unless that is continued, or with the next command.
            if byte == 0x0A, position == 0 || text[position - 1] != UInt8(ascii: "\\") { break }
            if byte == UInt8(ascii: "|") || byte == UInt8(ascii: ";") { break }
            if byte == 0x20 || byte == UInt8(ascii: "-") {
                for option in program.options where matches(text, option, at: position, program.isFolded) {
                    if let value = value(text, program, at: position + option.utf8CodeUnitCount) { return value }
                }
            }
            position += 1
        }
        done = max(done, position)
        return nil
    }

    private static let longestOption = 20

    private static func matches(_ text: Bytes, _ option: StaticString, at position: Int, _ isFolded: Bool) -> Bool {
        if text.has(option, at: position) { return true }
        if isFolded, text.hasFolded(option, at: position) { return true }
        // An option at the beginning of a continued line.
        guard position > 0, text[position] == UInt8(ascii: "-"), text[position - 1] == 0x0A, option.utf8CodeUnitCount > 2 else {
            return false
        }
        for index in 1..<option.utf8CodeUnitCount {
            guard position + index - 1 < text.count, text[position + index - 1] == option.utf8Start[index] else { return false }
        }
        return true
    }

    private static func value(_ text: Bytes, _ program: Program, at start: Int) -> Range<Int>? {
        var start = text.end(of: program.isAttached ? quotes : quotesAndBlank, from: start, limit: 3)
        var end = text.end(of: inside, from: start, limit: 256)
        // -print, -path, --port: other options that begin so.
        if program.isAttached {
            for word in ["rint", "ath", "ort", "ager", "rotocol"] as [StaticString] where text.has(word, at: start) { return nil }
        }
        if program.hasUser {
            guard let colon = (start..<end).first(where: { text[$0] == UInt8(ascii: ":") || text[$0] == UInt8(ascii: "%") })
            else { return nil }
            // A URL is no `name:password`.
            if colon + 1 < end, text[colon + 1] == UInt8(ascii: "/") { return nil }
            start = colon + 1
        }
        while end > start, text[end - 1] == UInt8(ascii: ")") || text[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        let value = start..<end
        guard value.count >= 3, text[start] != UInt8(ascii: "$"), text[start] != UInt8(ascii: "-"),
            text[start] != UInt8(ascii: "<"),
            text[start] != UInt8(ascii: "%"), text[start] != UInt8(ascii: "{"), text[start] != UInt8(ascii: "*"),
            !Stand.isIn(text, value, isQuoted: true)
        else { return nil }
        return value
    }
}

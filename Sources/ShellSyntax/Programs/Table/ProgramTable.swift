// SPDX-License-Identifier: Apache-2.0

/// All families together. Names are indexed when the first program is looked for; a family is read when one of its
/// programs is.
enum ProgramTable {
    struct Found {
        var program: Program
        /// The name in the table.
        var name: String
        /// Whether it surely is that program: no file of the same name in a folder of somebody's own.
        var isTrusted: Bool
    }

    private struct Place {
        var family: Family
        var number: Int
    }

    private static let places: [String: Place] = {
        var places: [String: Place] = [:]
        places.reserveCapacity(2048)
        for family in Family.allCases {
            var number = 0
            for names in names(in: family.text) {
                for name in names { places[name] = Place(family: family, number: number) }
                number += 1
            }
        }
        return places
    }()

    /// The names of each program of a family, without reading what they do.
    static func names(in text: String) -> [[String]] {
        var result: [[String]] = []
        var text = text
        text.withUTF8 { bytes in
            var index = 0
            while index < bytes.count {
                let isName = bytes[index] != UInt8(ascii: " ") && bytes[index] != UInt8(ascii: "#") && bytes[index] != 10
                var names: [String] = []
                while isName, index < bytes.count, bytes[index] != UInt8(ascii: "|"), bytes[index] != 10 {
                    let start = index
                    while index < bytes.count, bytes[index] != UInt8(ascii: " "), bytes[index] != 10 { index += 1 }
                    names.append(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self))
                    while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
                }
                if isName { result.append(names) }
                while index < bytes.count, bytes[index] != 10 { index += 1 }
                index += 1
            }
        }
        return result
    }

    static func find(_ word: String) -> Found? {
        let name = word.baseName
        if name.isEmpty { return nil }
        let isTrusted = name.utf8.count == word.utf8.count || isSystemFolder(word.dropLast(name.count))
        for candidate in candidates(name) {
            if let place = places[candidate] {
                return Found(program: place.family.programs[place.number], name: candidate, isTrusted: isTrusted)
            }
        }
        return nil
    }

    /// The name, then what it may stand for: `python3.12` for `python`, `RM` where case does not matter, `sudo.exe`.
    private static func candidates(_ name: String) -> some Sequence<String> {
        var steps = 0
        var current = name
        return AnyIterator<String> {
            defer { steps += 1 }
            switch steps {
            case 0: return name
            case 1:
                current = name.lowercased()
                if current.hasSuffix(".exe") { current = String(current.dropLast(4)) }
                return current
            case 2:
                let digits = current.utf8.reversed().prefix { ($0 >= 48 && $0 < 58) || $0 == UInt8(ascii: ".") }.count
                if digits == 0 || digits == current.utf8.count { return "" }
                current = String(current.dropLast(digits))
                if current.hasSuffix("-") { current = String(current.dropLast()) }
                return current
            // Homebrew's names for the GNU tools.
            case 3:
                return current.hasPrefix("g") ? gnu.contains(String(current.dropFirst())) ? String(current.dropFirst()) : "" : ""
            default: return nil
            }
        }
    }

    private static let gnu: Set<String> = [
        "rm", "cp", "mv", "ln", "ls", "cat", "dd", "tar", "sed", "awk", "find", "xargs", "chmod", "chown", "shred", "truncate",
        "date", "sort", "head", "tail", "tee", "touch", "mkdir", "rmdir", "unlink", "install", "env", "timeout", "nohup", "nice",
        "stat", "readlink", "realpath", "grep", "cut", "tr", "wc", "split", "csplit", "mktemp", "base64", "stdbuf", "time",
    ]

    /// Folders whose programs are the system's own.
    private static func isSystemFolder(_ folder: Substring) -> Bool {
        switch folder {
        case "/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/", "/usr/local/bin/", "/usr/local/sbin/", "/opt/homebrew/bin/",
            "/opt/homebrew/sbin/", "/snap/bin/", "/run/current-system/sw/bin/", "/usr/libexec/", "/lib/", "/lib64/", "/usr/lib/",
            "/usr/lib64/", "/lib/x86_64-linux-gnu/", "/usr/lib/x86_64-linux-gnu/", "/lib/aarch64-linux-gnu/":
            true
        default: false
        }
    }
}

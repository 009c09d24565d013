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

    /// Where each name stands, by its hash. Whoever looks compares the name, so that two of the same hash would only hide
    /// each other; a test wants none. A Dictionary takes four times as long to fill, and the first command waits for it.
    private struct Index: Sendable {
        private static let size = 1 << 14
        private var hashes = [UInt64](repeating: 0, count: size)
        private var places = [UInt32](repeating: 0, count: size)

        init() {
            for family in Family.allCases {
                ProgramTable.eachName(in: family.text) { name, number in
                    let hash = ProgramTable.hash(name)
                    let slot = slot(of: hash)
                    hashes[slot] = hash
                    places[slot] = UInt32(family.rawValue << 16 | number)
                }
            }
        }

        /// The hash's own slot, or the next free one.
        private func slot(of hash: UInt64) -> Int {
            var slot = Int(truncatingIfNeeded: hash) & (Self.size - 1)
            while hashes[slot] != 0, hashes[slot] != hash { slot = (slot + 1) & (Self.size - 1) }
            return slot
        }

        func place(of hash: UInt64) -> Place? {
            let slot = slot(of: hash)
            guard hashes[slot] == hash, let family = Family(rawValue: Int(places[slot] >> 16)) else { return nil }
            return Place(family: family, number: Int(places[slot] & 0xFFFF))
        }
    }

    private static let index = Index()

    /// FNV-1a: made from the bytes where they stand, without a String of them.
    static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }

    /// The names in a family's text and the number of the program that has each, without reading what they do.
    static func eachName(in text: String, _ body: (Slice<UnsafeBufferPointer<UInt8>>, Int) -> Void) {
        var text = text
        var number = 0
        text.withUTF8 { bytes in
            var index = 0
            while index < bytes.count {
                let isProgram = bytes[index] != UInt8(ascii: " ") && bytes[index] != UInt8(ascii: "#") && bytes[index] != 10
                while isProgram, index < bytes.count, bytes[index] != UInt8(ascii: "|"), bytes[index] != 10 {
                    let start = index
                    while index < bytes.count, bytes[index] != UInt8(ascii: " "), bytes[index] != 10 { index += 1 }
                    body(bytes[start..<index], number)
                    while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
                }
                if isProgram { number += 1 }
                while index < bytes.count, bytes[index] != 10 { index += 1 }
                index += 1
            }
        }
    }

    static func find(_ word: String) -> Found? {
        let name = word.baseName
        if name.isEmpty { return nil }
        let isTrusted = name.utf8.count == word.utf8.count || isSystemFolder(word.dropLast(name.count))
        for candidate in candidates(name) {
            guard !candidate.isEmpty, let place = index.place(of: hash(candidate.utf8)) else { continue }
            let programs = place.family.programs
            guard programs.indices.contains(place.number) else { continue }
            let program = programs[place.number]
            if program.names.contains(candidate) { return Found(program: program, name: candidate, isTrusted: isTrusted) }
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

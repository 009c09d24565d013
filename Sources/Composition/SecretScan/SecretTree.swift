// SPDX-License-Identifier: Apache-2.0

internal import Calls
internal import Crypto
internal import Foundation
public import Secrets

/// Looks for secrets in files and folders: what `.gitignore` excludes and what is no text is passed over.
public struct SecretTree: Sendable {
    private let scanner: SecretScanner
    private let severities: [String: SecretRule.Severity]

    /// Files above this size are not read: 256 MiB.
    public static let largestFile = 256 << 20

    public init(scanner: SecretScanner = SecretScanner()) {
        self.scanner = scanner
        severities = Dictionary(scanner.rules.map { ($0.id, $0.severity) }, uniquingKeysWith: { first, _ in first })
    }

    /// A secret in a file.
    public struct Hit: Sendable {
        public let rule: String
        public let severity: SecretRule.Severity
        public let path: String
        /// From 1; the column in Unicode scalars.
        public let line: Int
        public let column: Int
        public let endLine: Int
        public let endColumn: Int
        public let start: Int
        public let end: Int
        /// Says which secret it is without saying what it is: SHA-256 over rule, path and secret, shortened.
        public let fingerprint: String
        /// The line with every secret in it masked, shortened.
        public let excerpt: String
    }

    public struct Counts: Sendable {
        public var files = 0
        public var bytes = 0
        /// Binary, too large, or not to be read.
        public var skipped = 0

        public init() {}
    }

    // MARK: - Files

    /// The files below `paths` that are to be looked at, in order. A file that is named is looked at, ignored or not.
    public func files(below paths: [String]) -> [String] {
        var files: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                let outer = rulesAbove(path)
                walk(path, rules: outer, &files)
            } else {
                files.append(path)
            }
        }
        return files
    }

    /// Rules with the folder that they are for.
    private typealias Scoped = [(folder: String, rules: IgnoreRules)]

    private func ignoreRules(in folder: String) -> Scoped {
        ["/.git/info/exclude", "/.gitignore"].compactMap { name in
            FileManager.default.contents(atPath: folder + name).map { (folder, IgnoreRules($0)) }
        }
    }

    /// The rules of the folders above, up to the repository's root.
    private func rulesAbove(_ path: String) -> Scoped {
        var rules: Scoped = []
        var folder = URL(fileURLWithPath: path).standardizedFileURL
        guard !FileManager.default.fileExists(atPath: folder.path + "/.git") else { return [] }
        var found: [Scoped] = []
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            found.append(ignoreRules(in: folder.path))
            if FileManager.default.fileExists(atPath: folder.path + "/.git") {
                for scoped in found.reversed() { rules += scoped }
                return rules
            }
        }
        return []
    }

    private func walk(_ folder: String, rules outer: Scoped, _ files: inout [String]) {
        let rules = outer + ignoreRules(in: folder)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
        for name in names.sorted() where name != ".git" {
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            guard let kind = Self.kind(path) else { continue }
            if isIgnored(path, isFolder: kind == .folder, rules) { continue }
            if kind == .folder { walk(path, rules: rules, &files) } else { files.append(path) }
        }
    }

    private func isIgnored(_ path: String, isFolder: Bool, _ rules: Scoped) -> Bool {
        // Rules above the scanned folder speak of absolute paths.
        let absolute = path.hasPrefix("/") ? path : URL(fileURLWithPath: path).standardizedFileURL.path
        for (folder, rules) in rules.reversed() {
            let candidate = folder.hasPrefix("/") ? absolute : path
            let prefix = folder.hasSuffix("/") ? folder : folder + "/"
            guard candidate.hasPrefix(prefix) else { continue }
            if let answer = rules.ignores(String(candidate.dropFirst(prefix.count)), isFolder: isFolder) { return answer }
        }
        return false
    }

    private enum Kind {
        case folder
        case file
    }

    /// Neither links nor sockets nor devices are followed or read.
    private static func kind(_ path: String) -> Kind? {
        // Of a link itself, not of what it leads to.
        switch try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType {
        case .typeDirectory: return .folder
        case .typeRegular: return .file
        default: return nil
        }
    }

    // MARK: - Findings

    /// The secrets of one file.
    public func hits(in path: String, _ counts: inout Counts) -> [Hit] {
        guard var window = FileWindow(path: path, largest: Self.largestFile) else {
            counts.skipped += 1
            return []
        }
        var hits: [Hit] = []
        var place = Place()
        // Up to where the window's findings are settled.
        var settled = 0
        var isFirst = true
        while true {
            let isComplete = !window.fill()
            let bytes = window.bytes
            if isFirst, Self.isBinary(bytes) {
                counts.skipped += 1
                return []
            }
            isFirst = false
            let (findings, openFrom) = scanner.scan(bytes, isComplete: isComplete)
            let news = findings.filter { $0.range.lowerBound >= settled }
            for finding in news { hits.append(hit(finding, news, bytes, window.base, path, &place)) }
            if isComplete {
                counts.files += 1
                counts.bytes += window.base + bytes.count
                return hits
            }
            place.advance(to: window.base + openFrom, bytes, window.base)
            settled = max(settled, openFrom)
            settled -= window.forget(before: settled)
        }
    }

    /// A zero byte near the beginning, unless the text is UTF-16.
    private static func isBinary(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let head = bytes.prefix(8 << 10)
        guard head.contains(0) else { return false }
        if head.count >= 2, head[0] == 0xFF && head[1] == 0xFE || head[0] == 0xFE && head[1] == 0xFF { return false }
        let zeros = head.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
        return zeros * 10 < head.count * 4 || zeros * 10 > head.count * 6
    }

    /// A place in a file, counted in lines and Unicode scalars.
    private struct Place {
        var offset = 0
        var line = 1
        var column = 1

        /// - Parameter base: Where `bytes` begin in the file.
        mutating func advance(to end: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ base: Int) {
            guard end > offset else { return }
            let part = UnsafeBufferPointer(rebasing: bytes[(offset - base)..<(end - base)])
            let lines = Self.newlines(part)
            line += lines
            if lines > 0, let last = part.lastIndex(of: 0x0A) {
                column = 1 + Self.scalars(UnsafeBufferPointer(rebasing: part[(last + 1)...]))
            } else {
                column += Self.scalars(part)
            }
            offset = end
        }

        /// Eight bytes at a time, since every byte of every file passes here.
        private static func newlines(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
            let raw = UnsafeRawBufferPointer(bytes)
            let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
            var count = 0
            var position = 0
            while position + 8 <= raw.count {
                // A byte of `rest` is zero where a newline stood; its high bit in `marks` is set there alone.
                let rest = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
                let marks = ~(((rest & low) &+ low) | rest | low)
                count &+= marks.nonzeroBitCount
                position += 8
            }
            while position < raw.count {
                count += raw[position] == 0x0A ? 1 : 0
                position += 1
            }
            return count
        }

        private static func scalars(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
            var count = 0
            for byte in bytes { count &+= byte & 0xC0 == 0x80 ? 0 : 1 }
            return count
        }
    }

    private func hit(
        _ finding: Finding,
        _ all: [Finding],
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ base: Int,
        _ path: String,
        _ place: inout Place
    ) -> Hit {
        place.advance(to: base + finding.range.lowerBound, bytes, base)
        let first = place
        place.advance(to: base + finding.range.upperBound, bytes, base)
        var hash = SHA256()
        // `./a` and `a` are one file to a baseline.
        let name = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        hash.update(data: Array("\(finding.rule)\n\(name)\n".utf8))
        hash.update(data: Array(bytes[finding.range]))
        return Hit(
            rule: finding.rule,
            severity: severities[finding.rule] ?? .critical,
            path: path,
            line: first.line,
            column: first.column,
            endLine: place.line,
            endColumn: place.column,
            start: base + finding.range.lowerBound,
            end: base + finding.range.upperBound,
            fingerprint: hash.finalize().prefix(12).map { String(format: "%02x", $0) }.joined(),
            excerpt: excerpt(finding, all, bytes)
        )
    }

    private func excerpt(_ finding: Finding, _ all: [Finding], _ bytes: UnsafeBufferPointer<UInt8>) -> String {
        var start = finding.range.lowerBound
        while start > 0, bytes[start - 1] != 0x0A, finding.range.lowerBound - start < 40 { start -= 1 }
        var end = finding.range.upperBound
        while end < bytes.count, bytes[end] != 0x0A, end - finding.range.upperBound < 20 { end += 1 }
        var text: [UInt8] = []
        var position = start
        for other in all where other.range.upperBound > start && other.range.lowerBound < end {
            if other.range.lowerBound > position { text += bytes[position..<other.range.lowerBound] }
            text += "***".utf8
            position = max(position, other.range.upperBound)
        }
        if position < end { text += bytes[position..<end] }
        let readable = String(decoding: text, as: UTF8.self).unicodeScalars.map {
            $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0)
        }
        return String(readable).trimmingCharacters(in: .whitespaces)
    }
}

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
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .folder
        case S_IFREG: return .file
        default: return nil
        }
    }

    // MARK: - Findings

    /// Files are read so many bytes at a time.
    private static let window = 4 << 20

    /// The secrets of one file.
    public func hits(in path: String, _ counts: inout Counts) -> [Hit] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard file >= 0, fstat(file, &status) == 0, status.st_size <= Self.largestFile else {
            if file >= 0 { close(file) }
            counts.skipped += 1
            return []
        }
        defer { close(file) }
        var hits: [Hit] = []
        var place = Place()
        var buffer: [UInt8] = []
        // Where the buffer begins in the file, and up to where its findings are settled.
        var base = 0
        var settled = 0
        while true {
            let isComplete = !Self.fill(&buffer, from: file)
            if base == 0, settled == 0 {
                if buffer.withUnsafeBufferPointer(Self.isBinary) {
                    counts.skipped += 1
                    return []
                }
                counts.files += 1
            }
            let (findings, openFrom) = scanner.scan(buffer, isComplete: isComplete)
            let news = findings.filter { $0.range.lowerBound >= settled }
            buffer.withUnsafeBufferPointer { bytes in
                hits += news.map { hit($0, news, bytes, base, path, &place) }
                place.advance(to: base + openFrom, bytes, base)
            }
            if isComplete { break }
            settled = max(settled, openFrom)
            let surplus = Self.surplus(buffer, settled)
            counts.bytes += surplus
            base += surplus
            settled -= surplus
            buffer.removeFirst(surplus)
        }
        counts.bytes += buffer.count
        return hits
    }

    /// - Returns: Whether there may be more.
    private static func fill(_ buffer: inout [UInt8], from file: Int32) -> Bool {
        let start = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: window))
        var end = start
        while end < buffer.count {
            let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress.map { $0 + end }, $0.count - end) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            end += count
        }
        let isFull = end == buffer.count
        buffer.removeLast(buffer.count - end)
        return isFull
    }

    /// What no rule needs to see any more, cut where UTF-16 is not cut in half.
    private static func surplus(_ buffer: [UInt8], _ settled: Int) -> Int {
        var cut = settled - 2 * SecretScanner.context
        while cut > 1, buffer[cut] == 0 || buffer[cut - 1] == 0 { cut -= 1 }
        return max(0, cut)
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
            // Plain loops over bytes, which become vector instructions.
            var lines = 0
            for byte in part { lines &+= byte == 0x0A ? 1 : 0 }
            line += lines
            if lines > 0, let last = part.lastIndex(of: 0x0A) {
                column = 1 + Self.scalars(UnsafeBufferPointer(rebasing: part[(last + 1)...]))
            } else {
                column += Self.scalars(part)
            }
            offset = end
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
        hash.update(data: Array("\(finding.rule)\n\(path)\n".utf8))
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

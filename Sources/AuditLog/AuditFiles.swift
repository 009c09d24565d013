// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The files of one log: `PATH.1` is the oldest, `PATH` the one that is written.
public enum AuditFiles {
    /// Those that exist, oldest first.
    public static func all(path: String) -> [String] {
        var status = stat()
        let current = stat(path, &status) == 0 ? [path] : []
        return numbers(path: path).map { "\(path).\($0)" } + current
    }

    static func lastNumber(path: String) -> Int { numbers(path: path).last ?? 0 }

    private static func numbers(path: String) -> [Int] {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[...$0]) } ?? "."
        let prefix = String(slash.map { path[path.index(after: $0)...] } ?? path[...]) + "."
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var numbers: [Int] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    String(cString: $0)
                }
            }
            if name.hasPrefix(prefix), let number = Int(name.dropFirst(prefix.count)), number > 0 { numbers.append(number) }
        }
        return numbers.sorted()
    }

    /// Calls `body` with every whole line of a file, without its newline, and returns what stands after the last one.
    static func forEachLine(path: String, _ body: (ArraySlice<UInt8>) -> Bool) -> (rest: Int, code: Int32)? {
        guard let file = fopen(path, "re") else { return (0, errno) }
        defer { fclose(file) }
        var line: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = block.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
            if count == 0 { return (line.count, 0) }
            var rest = block[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let isWhole = line.isEmpty
                if !isWhole { line.append(contentsOf: rest[..<end]) }
                guard body(isWhole ? rest[..<end] : line[...]) else { return nil }
                line.removeAll(keepingCapacity: true)
                rest = rest[(end + 1)...]
            }
            line.append(contentsOf: rest)
        }
    }

    /// The lines of a log as they stand, oldest first, for showing. Nothing is checked.
    ///
    /// - Parameter last: At most so many, from the end; only what they need is read.
    public static func lines(path: String, last: Int = .max) -> [String] {
        var found: [String] = []
        for file in all(path: path).reversed() {
            found = lastLines(of: file, count: last - found.count) + found
            if found.count >= last { break }
        }
        return found
    }

    /// The last whole lines of one file, read from its end in growing blocks.
    private static func lastLines(of path: String, count: Int) -> [String] {
        guard let file = fopen(path, "re") else { return [] }
        defer { fclose(file) }
        guard count > 0, fseek(file, 0, SEEK_END) == 0 else { return [] }
        let size = ftell(file)
        var length = min(size, 64 << 10)
        while true {
            guard fseek(file, size - length, SEEK_SET) == 0 else { return [] }
            var bytes = [UInt8](repeating: 0, count: length)
            let got = bytes.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
            let whole = bytes[..<got].lastIndex(of: UInt8(ascii: "\n")).map { bytes[..<$0] } ?? []
            var lines = whole.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            // The first one may have begun before the block.
            if length < size, !lines.isEmpty { lines.removeFirst() }
            if lines.count >= count || length == size {
                return lines.suffix(count).map { String(decoding: $0, as: UTF8.self) }
            }
            length = min(size, length * 4)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// The files that a script itself writes, by absolute path.
struct VirtualFiles: Hashable, Sendable {
    struct File: Hashable, Sendable {
        /// What may be in it.
        var contents: [Value]
        /// Whether it stands behind what was in the file before.
        var extends = false
        /// What it is another name of.
        var target: String?
        /// `mkfifo`
        var isPipe = false
    }

    private(set) var files: [String: File] = [:]

    var isEmpty: Bool { files.isEmpty }

    /// A file, through the names that the script gave it.
    subscript(path: String) -> File? {
        files.isEmpty ? nil : files[resolved(path)]
    }

    /// The file that a path leads to through links of the script's own making.
    func resolved(_ path: String) -> String {
        guard !files.isEmpty else { return path }
        var path = path
        for _ in 0..<8 {
            if let target = files[path]?.target {
                path = target
            } else if let folder = linkedFolder(of: path) {
                path = folder
            } else {
                return path
            }
        }
        return path
    }

    /// The path behind a link that one of its folders is.
    private func linkedFolder(of path: String) -> String? {
        guard files.values.contains(where: { $0.target != nil }) else { return nil }
        let bytes = Array(path.utf8)
        for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "/") && place > 0 {
            let folder = String(decoding: bytes[..<place], as: UTF8.self)
            if let target = files[folder]?.target { return target + String(decoding: bytes[place...], as: UTF8.self) }
        }
        return nil
    }

    mutating func truncate(_ path: String) { files[resolved(path)] = File(contents: [Value()]) }

    mutating func startExtending(_ path: String) {
        let path = resolved(path)
        if files[path] == nil { files[path] = File(contents: [Value()], extends: true) }
    }

    mutating func append(_ value: Value, to path: String) {
        let path = resolved(path)
        guard var file = files.removeValue(forKey: path) else {
            files[path] = File(contents: [value], extends: true)
            return
        }
        for index in file.contents.indices { file.contents[index].append(value) }
        files[path] = file
    }

    mutating func write(_ value: Value, to path: String) { files[resolved(path)] = File(contents: [value]) }
    mutating func link(_ name: String, to target: String) {
        if name != target { files[name] = File(contents: [], target: target) }
    }
    mutating func makePipe(_ path: String) { files[path] = File(contents: [], isPipe: true) }
    mutating func copy(_ source: String, to path: String) {
        if let file = self[source] { files[path] = file }
    }
    mutating func remove(_ path: String) { files[path] = nil }

    mutating func join(_ other: VirtualFiles) {
        guard !other.files.isEmpty, self != other else { return }
        files.merge(other.files) { mine, theirs in
            var joined = mine
            for content in theirs.contents where !joined.contents.contains(content) { joined.contents.append(content) }
            if joined.contents.count > 4 {
                joined.contents = [Value(unknown: .other, taint: joined.contents.reduce(into: []) { $0.formUnion($1.taint) })]
            }
            joined.extends = mine.extends || theirs.extends
            joined.target = mine.target ?? theirs.target
            return joined
        }
    }
}

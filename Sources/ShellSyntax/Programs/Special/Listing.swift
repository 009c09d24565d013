// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// The names of files that programs print which list some.
    mutating func listNames() {
        switch name {
        case "ls", "gls", "dir": listFolders()
        case "git": listTracked()
        case "grep", "egrep", "fgrep", "ggrep", "zgrep": listMatching()
        case "fd", "fdfind": if usage.starts.isEmpty { usage.prints = [names(under: nil, isSelected: true)] }
        default: return
        }
    }

    /// Options that are given as one letter each.
    private var letters: [UInt8] {
        words.dropFirst().flatMap { word -> [UInt8] in
            guard let text = word.text, text.hasPrefix("-"), !text.hasPrefix("--") else { return [] }
            return Array(text.utf8.dropFirst())
        }
    }

    private func listed(_ name: Field, isSelected: Bool) -> Field {
        var name = name
        name.taint.formUnion([.names, .local])
        if isSelected { name.taint.insert(.selected) }
        return name
    }

    private func names(under folder: Field?, isSelected: Bool) -> Field {
        var name = folder ?? Field("", span: words[0].span)
        if folder != nil { name.append(.text("/")) }
        name.append(.glob("**/"))
        name.append(.glob("*"))
        return listed(name, isSelected: isSelected)
    }

    /// A folder's content comes without the folder's name, a file as it is called.
    private mutating func listFolders() {
        let letters = letters
        guard !letters.contains(where: { "lgosinR".utf8.contains($0) }) else { return }
        let operands = arguments.operands
        let own = letters.contains(UInt8(ascii: "d"))
        usage.prints = operands.map { listed($0, isSelected: false) }
        let isFolder =
            operands.isEmpty || operands.contains { !$0.hasGlob || $0.pattern.hasSuffix("/") }
        if isFolder, !own || operands.isEmpty {
            let content = Field([.glob(own ? "." : "*")], span: words[0].span)
            usage.prints.append(listed(own ? content.saying(".") : content, isSelected: false))
        }
    }

    /// `git ls-files`, `git diff --name-only`
    private mutating func listTracked() {
        let arguments = words.dropFirst()
        let isList = arguments.first?.text == "ls-files"
        let isDifference = ["diff", "show", "diff-tree"].contains(arguments.first?.text ?? "")
        guard isList || isDifference && arguments.contains(where: { $0.text == "--name-only" }) else { return }
        if isList, letters.contains(where: { "sut".utf8.contains($0) }) { return }
        usage.prints = [names(under: nil, isSelected: isDifference)]
    }

    /// `grep -l`, `grep -rl`
    private mutating func listMatching() {
        let letters = letters
        let isList = letters.contains { $0 == UInt8(ascii: "l") || $0 == UInt8(ascii: "L") }
        guard isList || words.contains(where: { $0.text == "--files-with-matches" || $0.text == "--files-without-match" }) else {
            return
        }
        let isRecursive = letters.contains { $0 == UInt8(ascii: "r") || $0 == UInt8(ascii: "R") }
        let files = usage.uses.filter { $0.kind == .read }.map(\.target)
        if isRecursive, files.isEmpty { usage.prints = [names(under: nil, isSelected: true)] }
        for file in files.prefix(32) {
            usage.prints.append(isRecursive ? names(under: file, isSelected: true) : listed(file, isSelected: true))
        }
        if files.count > 32 { usage.prints = [] }
    }
}

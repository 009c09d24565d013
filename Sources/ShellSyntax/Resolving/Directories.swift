// SPDX-License-Identifier: Apache-2.0

/// `cd` and its kin.
///
/// A folder may not be there. Behind `cd x &&` it is; behind `cd x;` the shell may be in either, and both are kept; with
/// `set -e`, or `|| exit`, there is no other way. More than four folders are as good as none that is known.
extension Walker {
    mutating func changeDirectory(_ name: String, _ fields: [Field], _ span: SourceSpan) {
        emit(fields, Usage(), span)
        state.status = nil
        var rest = fields.dropFirst()
        while let option = rest.first?.text, option.utf8.first == UInt8(ascii: "-"), option.utf8.count > 1, name != "dirs",
            !Bytes.isDigit(option.utf8.dropFirst().first ?? 0)
        {
            rest = rest.dropFirst()
        }
        switch name {
        case "dirs":
            state.status = 0
            if state.streams.isRead { write(Value(unknown: .other)) }
            return
        case "popd":
            state.previousDirectory = current
            move(to: state.stack.popLast() ?? nil, mayFail: false)
            return
        case "pushd":
            state.stack.append(state.directories)
            if state.stack.count > 64 { state.stack.removeFirst() }
        default: break
        }
        let before = current
        if let target = rest.first {
            guard let text = target.text else {
                state.previousDirectory = before
                move(to: nil, mayFail: false)
                return
            }
            if text == "-" {
                let previous = state.previousDirectory?.text
                state.previousDirectory = before
                move(to: previous.map { [$0] }, mayFail: false)
                return
            }
            if text.isEmpty || text == "." { return }
            state.previousDirectory = before
            let targets =
                Paths.isAbsolute(text) ? [Paths.folded(text)] : state.directories.map { $0.map { Paths.absolute(text, in: $0) } }
            // CDPATH leads elsewhere.
            if !Paths.isAbsolute(text), text.utf8.first != UInt8(ascii: "."), let other = value(named: "CDPATH"), !other.isEmpty,
                state.variables["CDPATH"] != nil
            {
                move(to: nil, mayFail: true)
                return
            }
            move(to: targets, mayFail: !Self.isSure(text, targets, settings))
        } else {
            state.previousDirectory = before
            move(to: value(named: "HOME")?.text.map { [Paths.folded($0)] }, mayFail: false)
        }
        if case .posix = context.dialect {
        } else if state.streams.isRead, rest.first?.text == "-" {
            write(Value(unknown: .other))
        }
    }

    private var current: Value {
        if let directories = state.directories, directories.count == 1 { return Value(directories[0]) }
        return Value(unknown: .parameter("OLDPWD"))
    }

    /// Whether a folder is there whatever happens.
    private static func isSure(_ text: String, _ targets: [String]?, _ settings: Resolver.Settings) -> Bool {
        if text.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }) { return true }
        guard let targets, targets.count == 1 else { return false }
        switch targets[0] {
        case "/", "/tmp", "/etc", "/usr", "/var", "/bin", "/dev", "/usr/bin", "/var/tmp", settings.home, settings.directory:
            return true
        default: return settings.directory.hasPrefix(targets[0] + "/") || settings.home.hasPrefix(targets[0] + "/")
        }
    }

    private mutating func move(to targets: [String]?, mayFail: Bool) {
        if mayFail {
            state.directoriesOnFailure = .some(state.directories)
        } else {
            state.status = 0
        }
        state.directories = targets
        state.variables["PWD"] = nil
    }
}

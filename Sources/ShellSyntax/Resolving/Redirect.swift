// SPDX-License-Identifier: Apache-2.0

extension Walker {
    /// Opens what redirections name; their uses stay for the invocation to come.
    mutating func redirect(_ redirections: [Redirection]) {
        redirectionUses = []
        redirectionTraits = []
        for redirection in redirections { redirect(redirection) }
    }

    private mutating func redirect(_ redirection: Redirection) {
        guard spend(1, redirection.span) else { return }
        let isInput: Bool
        switch redirection.operator {
        case .input, .duplicateInput, .hereString, .hereDocument, .hereDocumentWithoutTabs, .readWrite: isInput = true
        default: isInput = false
        }
        var descriptor = isInput ? 0 : 1
        switch redirection.descriptor {
        case .number(let number)?: descriptor = number
        case .variable(let name)?:
            if case .duplicateInput = redirection.operator, let number = value(named: name)?.text.flatMap({ Int($0) }) {
                descriptor = number
            } else {
                nextDescriptor -= 1
                descriptor = max(nextDescriptor, 10)
                set(name, Value("\(descriptor)"))
            }
        case nil: break
        }
        switch redirection.target {
        case .hereDocument(let index):
            guard index < context.documents.count else { return }
            let document = context.documents[index]
            var text = Value()
            if document.isQuoted {
                for case .literal(let part) in document.body { text.append(part.text) }
            } else {
                text = quotedValue(of: document.body, redirection.span)
            }
            state.streams[descriptor] = Streams.Descriptor(source: .value(filled(text)), sink: nil)
        case .word(let word):
            if redirection.operator == .hereString {
                var text = value(of: word)
                text.append("\n")
                state.streams[descriptor] = Streams.Descriptor(source: .value(text), sink: nil)
                return
            }
            redirect(redirection.operator, descriptor, word, redirection.span)
        }
    }

    private mutating func redirect(_ kind: Redirection.Operator, _ descriptor: Int, _ word: Word, _ span: SourceSpan) {
        let value = value(of: word)
        let target = Field(value, span: self.span(word.span))
        switch kind {
        case .duplicateInput, .duplicateOutput:
            if let text = value.text {
                if text == "-" {
                    state.streams[descriptor] = nil
                    return
                }
                let digits = text.utf8.last == UInt8(ascii: "-") ? String(text.dropLast()) : text
                if let number = Int(digits) {
                    state.streams[descriptor] = state.streams[number] ?? Streams.Descriptor(source: .unknown, sink: .nothing)
                    return
                }
                if kind == .duplicateOutput, descriptor == 1 {
                    // `>&file`
                    open(target, text, .output, 1, span)
                    state.streams.errors = state.streams.output
                    return
                }
            } else if kind == .duplicateOutput {
                open(target, nil, .output, descriptor, span)
                return
            }
            state.streams[descriptor] = Streams.Descriptor(source: .unknown, sink: .nothing)
        case .outputAndErrors, .appendOutputAndErrors:
            open(target, value.text, kind == .outputAndErrors ? .output : .append, 1, span)
            state.streams.errors = state.streams.output
        default: open(target, value.text, kind, descriptor, span)
        }
    }

    private mutating func open(
        _ target: Field,
        _ text: String?,
        _ kind: Redirection.Operator,
        _ descriptor: Int,
        _ span: SourceSpan
    ) {
        // /dev/tcp/host/port
        let known = text ?? target.pattern
        if let (host, isDatagram) = Self.connection(known, target) {
            _ = isDatagram
            var use = Use(.connect, host)
            use.sendsData = kind != .input
            redirectionUses.append(use)
            state.streams[descriptor] = Streams.Descriptor(source: .connection, sink: .connection)
            return
        }
        let path = text.flatMap { self.path($0) }
        if let path, Self.isDevice(path) {
            let sink: Streams.Sink
            switch path {
            case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1": sink = state.streams.output
            case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2": sink = state.streams.errors
            default: sink = .nothing
            }
            let source: Streams.Source =
                path == "/dev/stdin" || path == "/dev/fd/0" ? state.streams.input : path == "/dev/null" ? .nothing : .unknown
            state.streams[descriptor] = Streams.Descriptor(source: source, sink: sink)
            return
        }
        if let path, let file = state.files[path], path.hasPrefix("/dev/fd/") || file.isPipe, kind != .readWrite {
            if kind == .input {
                let content = file.contents.first ?? Value(unknown: .other)
                state.streams[descriptor] = Streams.Descriptor(source: file.isPipe ? .unknown : .value(content), sink: nil)
            } else if let capture = writerPaths[path] {
                state.streams[descriptor] = Streams.Descriptor(source: nil, sink: .capture(capture))
            } else {
                state.streams[descriptor] = Streams.Descriptor(source: nil, sink: .file(path))
            }
            return
        }
        switch kind {
        case .input:
            redirectionUses.append(Use(.read, target))
            if let path, let file = state.files[path], file.contents.count == 1, !file.extends, let content = file.contents.first
            {
                if let original = linked(path) { redirectionUses.append(Use(.read, Field(original, span: target.span))) }
                state.streams[descriptor] = Streams.Descriptor(source: .value(content), sink: nil)
            } else {
                state.streams[descriptor] = Streams.Descriptor(source: .file(path ?? pathPattern(target)), sink: nil)
            }
        case .readWrite:
            redirectionUses.append(Use(.read, target))
            redirectionUses.append(Use(.write, target))
            state.streams[descriptor] = Streams.Descriptor(source: .file(path ?? pathPattern(target)), sink: .file(path))
        case .append:
            redirectionUses.append(Use(.write, target))
            if let path { state.files.startExtending(path) }
            state.streams[descriptor] = Streams.Descriptor(source: nil, sink: .file(path))
        default:
            redirectionUses.append(Use(.write, target, traits: [.truncates]))
            if let path { state.files.truncate(path) }
            state.streams[descriptor] = Streams.Descriptor(source: nil, sink: .file(path))
        }
    }

    /// An absolute path, where the folder is known for sure.
    func path(_ text: String) -> String? {
        if text.isEmpty { return nil }
        if Paths.isAbsolute(text) { return Paths.folded(text) }
        guard let directories = state.directories, let directory = directories.first else { return nil }
        return Paths.absolute(text, in: directory)
    }

    private func pathPattern(_ field: Field) -> String {
        let pattern = field.pattern
        return path(pattern) ?? pattern
    }

    static func isDevice(_ path: String) -> Bool {
        switch path {
        case "/dev/null", "/dev/stdout", "/dev/stderr", "/dev/stdin", "/dev/tty", "/dev/zero", "/dev/full", "/dev/fd/0",
            "/dev/fd/1",
            "/dev/fd/2", "/proc/self/fd/0", "/proc/self/fd/1", "/proc/self/fd/2", "/dev/random", "/dev/urandom":
            true
        default: false
        }
    }

    /// The host and port of `/dev/tcp/host/port`.
    static func connection(_ text: String, _ field: Field) -> (Field, isDatagram: Bool)? {
        guard text.utf8.starts(with: "/dev/".utf8), text.hasPrefix("/dev/tcp/") || text.hasPrefix("/dev/udp/") else { return nil }
        let isDatagram = text.hasPrefix("/dev/udp/")
        let host = String(
            decoding: text.utf8.dropFirst(9).map { $0 == UInt8(ascii: "/") ? UInt8(ascii: ":") : $0 },
            as: UTF8.self
        )
        guard field.isDynamic else { return (Field(host, span: field.span), isDatagram) }
        var parts: [Field.Piece] = []
        var skipped = 9
        for piece in field.pieces {
            guard case .text(let text) = piece else {
                parts.append(piece)
                continue
            }
            let rest = text.utf8.dropFirst(skipped)
            skipped = max(0, skipped - text.utf8.count)
            parts.append(.text(String(decoding: rest.map { $0 == UInt8(ascii: "/") ? UInt8(ascii: ":") : $0 }, as: UTF8.self)))
        }
        return (Field(parts, span: field.span), isDatagram)
    }

    /// Adds what a command prints to where it goes.
    mutating func write(_ value: Value, toErrors: Bool = false) {
        write(value, to: toErrors ? state.streams.errors : state.streams.output)
    }

    mutating func write(_ value: Value, to sink: Streams.Sink) {
        if value.isEmpty, value.taint.isEmpty { return }
        switch sink {
        case .capture(let index):
            guard index < state.captures.count else { return }
            budget.bytesKept += value.size
            guard budget.bytesKept <= 16 * Budget.bytes else {
                var all = state.captures[index]
                all.append(value)
                state.captures[index] = all.blurred()
                if !budget.hasForgotten {
                    budget.hasForgotten = true
                    note(.limit("known text"), context.span ?? SourceSpan(0, 0))
                }
                return
            }
            state.captures[index].append(value)
        case .file(let path?): state.files.append(value, to: path)
        case .inherited, .nothing, .connection, .file(nil): break
        }
    }
}

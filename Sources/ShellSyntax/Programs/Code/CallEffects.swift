// SPDX-License-Identifier: Apache-2.0

/// What calls do with their arguments.
extension CallScanner {
    mutating func apply(_ effect: CallEffect, _ values: [Value], name: String) {
        let first = values.first?.field(span)
        switch effect {
        case .shell: if let first { script(first) }
        case .command: command(values)
        case .exec: execute(values)
        case .delete, .deletetree:
            for value in values { remove(value, whole: effect == .deletetree) }
        case .read: if let first { use(.read, first) }
        case .write: if let first { use(.write, first) }
        case .writesecond: if values.count > 1 { use(.write, values[1].field(span)) }
        case .edit:
            if let first {
                use(.read, first)
                use(.write, first)
            }
        case .open: open(values)
        case .move:
            if let first { use(.delete, first) }
            if values.count > 1 { use(.write, values[1].field(span)) }
        case .copy, .link:
            if let first { use(.read, first) }
            if values.count > 1 { use(.write, values[1].field(span)) }
            if effect == .link { usage.traits.insert(.links) }
        case .connect, .send, .fetch: connect(effect, values, name)
        case .listen: usage.traits.insert(.listens)
        case .load:
            usage.traits.insert(.preloads)
            if let first { use(.read, first) }
        case .socket: hasSocket = true
        case .descriptors: hasDescriptors = true
        case .interactive: usage.starts.append(Start(.interactiveShell))
        case .eval: evaluate(values)
        case .unpack: unpack(values, name)
        case .chmod:
            for value in values.dropFirst() where language == .python || language == .node { _ = value }
            if let mode = values.map({ $0.field(span).text ?? "" }).first(where: { $0.hasPrefix("0") || Int($0) != nil }) {
                let digits = mode.hasPrefix("0o") ? String(mode.dropFirst(2)) : mode
                usage.traits.formUnion(Permissions.traits(of: Field(digits)))
            }
            let file = language == .python || language == .node || language == .php ? first : values.last?.field(span)
            if let file { use(.write, file) }
        case .kill: usage.traits.insert(.kills)
        case .lookup:
            // Node's own doors to the system.
            if name == "process.binding" { usage.traits.insert(.evaluatesCode) }
            lookup(values)
        }
    }

    mutating func use(_ kind: Use.Kind, _ field: Field, whole: Bool = false, traits: Set<Trait> = []) {
        usage.uses.append(Use(kind, field, isRecursive: whole, traits: traits))
    }

    mutating func remove(_ value: Value, whole: Bool) {
        switch value {
        case .list(let values): for value in values { remove(value, whole: whole) }
        case .text(let field):
            let isPattern = field.contains(UInt8(ascii: "*"))
            use(.delete, field, whole: whole, traits: whole || isPattern ? [.bulk] : [])
            if whole || isPattern { usage.traits.insert(.bulk) }
        case .unknown:
            use(.delete, value.field(span), whole: whole, traits: whole ? [.bulk] : [])
            if whole { usage.traits.insert(.bulk) }
        }
    }

    /// `run(['a', 'b'])`, `run('a b', shell=True)`, `system('a', 'b')`, `spawn('a', ['b'])`
    mutating func command(_ values: [Value]) {
        guard let first = values.first else { return }
        switch first {
        case .list(let words):
            if words.isEmpty { return }
            usage.starts.append(Start(.command(words.map { $0.field(span) })))
        case .text(let text):
            var words = [text]
            for value in values.dropFirst() {
                switch value {
                case .text(let field): words.append(field)
                case .list(let more): words += more.map { $0.field(span) }
                case .unknown: continue
                }
            }
            // One text is shell text for most of these; a program's name alone is both.
            usage.starts.append(words.count == 1 ? Start(.script(text, .bash)) : Start(.command(words)))
        case .unknown: usage.starts.append(Start(.script(first.field(span), .bash)))
        }
    }

    /// `execl('/bin/sh', 'sh', '-c', 'text')`, `execvp('sh', ['sh'])`: the second word is the name that it sees.
    mutating func execute(_ values: [Value]) {
        guard let program = values.first?.field(span) else { return }
        var words: [Field] = []
        for value in values.dropFirst() {
            switch value {
            case .list(let more): words += more.map { $0.field(span) }
            default: words.append(value.field(span))
            }
        }
        usage.starts.append(Start(.command([program] + words.dropFirst())))
    }

    /// `open('file', 'w')`, Perl's `open(F, '>file')`, `open(F, '>', 'file')`, `open(F, 'program|')`.
    mutating func open(_ values: [Value]) {
        if language == .perl || language == .tcl {
            let texts = values.map { $0.field(span) }
            for (number, text) in texts.enumerated() {
                let trimmed =
                    text.text?.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ") ?? text.knownPrefix
                if trimmed.hasPrefix("|") || trimmed == "-|" || trimmed == "|-" {
                    let rest = trimmed == "-|" || trimmed == "|-" ? Field.joined(texts[(number + 1)...]) : text.dropping(1)
                    script(rest)
                    return
                }
                if trimmed.hasSuffix("|") {
                    script(text.saying(String(trimmed.dropLast())))
                    return
                }
                let signs = trimmed.prefix { "<>+&".contains($0) }
                if !signs.isEmpty {
                    let isInline = trimmed.utf8.count > signs.utf8.count
                    guard
                        let file = isInline
                            ? text.saying(trimmed.dropFirst(signs.count).drop { $0 == " " }.description)
                            : texts.dropFirst(number + 1).first
                    else { return }
                    if signs.contains("&") { hasDescriptors = true } else { use(signs.contains(">") ? .write : .read, file) }
                    return
                }
            }
            if texts.count > 1, language == .perl { use(.read, texts[1]) }
            if let first = texts.first, language == .tcl {
                use(texts.count > 1 && texts[1].text?.contains("w") == true ? .write : .read, first)
            }
            return
        }
        guard let file = values.first?.field(span) else { return }
        if language == .ruby, file.knownPrefix.hasPrefix("|") {
            script(file.dropping(1))
            return
        }
        if file.knownPrefix.contains("://") {
            usage.uses.append(Use(.connect, file))
            return
        }
        let mode = values.count > 1 ? values[1].field(span) : variables["mode"].map { $0.field(span) }
        let text = mode?.text ?? (mode == nil ? "r" : "")
        if text.contains(where: { "wax+".contains($0) }) || text.contains("WR") {
            use(.write, file)
        } else {
            use(.read, file)
        }
    }

    mutating func connect(_ effect: CallEffect, _ values: [Value], _ name: String) {
        var sends = effect == .send
        var target: Field
        switch values.first {
        case .list(let parts)? where !parts.isEmpty:
            target = parts[0].field(span)
            if parts.count > 1 { target = target.with(port: parts[1].field(span)) }
        case .text(let field)?:
            target = field
            if let number = field.text, Int(number) != nil, values.count > 1 {
                target = values[1].field(span).with(port: field)
            } else if values.count > 1, let port = values[1].field(span).text, Int(port) != nil {
                target = field.with(port: values[1].field(span))
            }
        default: target = Field([.unknown(.other)], span: span)
        }
        if name.hasSuffix("connect") || name.contains("Socket") || name.contains("sockopen") || name.contains("createConnection")
            || name == "net.Socket"
        {
            hasSocket = true
        }
        if name == "net.Socket" { return }
        if effect == .fetch {
            sends =
                sends || name.hasSuffix("post") || name.hasSuffix("put") || name.hasSuffix("request")
                || variables["method"] != nil || values.count > 1 && name == "fetch"
        }
        if keywords["data"] != nil || keywords["json"] != nil || keywords["files"] != nil { sends = true }
        if name.hasSuffix("urlopen"), values.count > 1 {
            // The second is what is posted, unless it is a keyword's value.
            if case .list(let parts) = values[1], parts.isEmpty {} else { sends = true }
        }
        usage.uses.append(Use(.connect, target, sendsData: sends))
    }

    mutating func evaluate(_ values: [Value]) {
        guard let first = values.first, depth < 4 else {
            if !values.isEmpty { usage.traits.insert(.evaluatesCode) }
            return
        }
        if language == .perl, case .unknown = first, values.count == 1, tokensBehindAreBlock { return }
        usage.traits.insert(.evaluatesCode)
        if case .text(let code) = first {
            let inner = CallScanner(code, language, depth: depth + 1)
            usage.merge(inner.usage)
            hasSocket = hasSocket || inner.hasSocket
            hasDescriptors = hasDescriptors || inner.hasDescriptors
        }
    }

    /// Perl's `eval { … }` and `do { … }` are no evaluation of text.
    var tokensBehindAreBlock: Bool { index > 0 && (tokens[index - 1].isSign("}")) }

    mutating func unpack(_ values: [Value], _ name: String) {
        // The safe loaders say so.
        let isSafe = values.contains { $0.field(span).text?.contains("Safe") == true } || name.contains("safe")
        if !isSafe { usage.traits.insert(.unsafeDeserialization) }
    }

    /// `getattr(os, 'sys' + 'tem')('…')`, `__import__('os').system('…')`
    mutating func lookup(_ values: [Value]) {
        if language == .ruby { usage.traits.insert(.evaluatesCode) }
        // `call_user_func('system', 'x')`
        if language == .php, let name = values.first?.field(span).text, let effect = effect(of: name), values.count > 1 {
            apply(effect, Array(values.dropFirst()), name: name)
            return
        }
        let last = values.last?.field(span)
        if last == nil, values.isEmpty {
            // `globals()['x']`
            if token()?.isSign("[") == true { usage.traits.insert(.evaluatesCode) }
            return
        }
        if let text = last?.text {
            // `getattr(os, 'system')(…)`: the call that follows is of that name.
            if values.count > 1, token()?.isSign("(") == true,
                let effect = effect(of: "." + text) ?? effect(of: text) ?? effect(of: "os." + text)
            {
                let arguments = self.arguments()
                usage.traits.insert(.evaluatesCode)
                apply(effect, arguments, name: text)
            }
            return
        }
        usage.traits.insert(.evaluatesCode)
    }
}

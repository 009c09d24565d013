// SPDX-License-Identifier: Apache-2.0

/// Finds calls in code and works out their arguments where they are plain texts.
struct CallScanner {
    /// What an expression is, as far as it matters.
    indirect enum Value {
        case text(Field)
        case list([Value])
        case unknown

        /// The text, or a hole.
        func field(_ span: SourceSpan) -> Field {
            if case .text(let field) = self { return field }
            return Field([.unknown(.other)], span: span)
        }
    }

    private let language: Language
    private let tokens: [CodeToken]
    private let rules: [String: CallEffect]
    private let span: SourceSpan
    private let grammar: CodeGrammar
    private let depth: Int
    private var index = 0
    private var variables: [String: Value] = [:]
    /// `import os as o`: what a name stands for.
    private var aliases: [String: String] = [:]
    private var hasSocket = false
    private var hasDescriptors = false
    private var nesting = 0
    private(set) var usage = Usage()

    init(_ code: Field, _ language: Language, depth: Int = 0) {
        self.language = language
        self.depth = depth
        grammar = CodeGrammar.of(language)
        tokens = CodeLexer(code, grammar).tokens
        rules = CallRules.rules(for: language)
        span = code.span
        while index < tokens.count { statement() }
        let startsShell = usage.starts.contains { start in
            switch start.what {
            case .command(let words, _): words.first.map(Call.isShell) ?? false
            case .script(let text, _, _): Call.isShell(text) || (text.isDynamic && text.knownPrefix.isEmpty)
            case .interactiveShell: true
            default: false
            }
        }
        if hasSocket, hasDescriptors || startsShell { usage.traits.insert(.reverseShell) }
    }

    private func token(_ offset: Int = 0) -> CodeToken? { index + offset < tokens.count ? tokens[index + offset] : nil }

    /// One step: an import, an assignment, a call, or a token that means nothing.
    private mutating func statement() {
        switch token() {
        case .name(let name):
            if imports(name) { return }
            if token(1)?.isSign("=") == true, token(2)?.isSign("=") != true, token(2)?.isSign("~") != true,
                token(2)?.isSign(">") != true, !name.contains(".")
            {
                index += 2
                let start = index
                let value = expression()
                variables[name] = value
                if index == start { index += 1 }
                return
            }
            _ = call(name)
        case .command(let field):
            script(field)
            index += 1
        default: index += 1
        }
    }

    private mutating func imports(_ name: String) -> Bool {
        switch (language, name) {
        case (.python, "import"):
            guard case .name(let module)? = token(1) else { return false }
            index += 2
            if case .name("as")? = token(), case .name(let alias)? = token(1) {
                aliases[alias] = module
                index += 2
            }
            // `import a, b as c`
            while token()?.isSign(",") == true, case .name(let next)? = token(1) {
                index += 2
                if case .name("as")? = token(), case .name(let alias)? = token(1) {
                    aliases[alias] = next
                    index += 2
                }
            }
            return true
        case (.python, "from"):
            guard case .name(let module)? = token(1), case .name("import")? = token(2) else { return false }
            index += 3
            if token()?.isSign("(") == true { index += 1 }
            while case .name(let item)? = token() {
                index += 1
                if case .name("as")? = token(), case .name(let alias)? = token(1) {
                    aliases[alias] = module + "." + item
                    index += 2
                } else {
                    aliases[item] = module + "." + item
                }
                guard token()?.isSign(",") == true else { break }
                index += 1
            }
            if token()?.isSign("*") == true {
                for (rule, _) in rules where rule.hasPrefix(module + ".") {
                    aliases[String(rule.dropFirst(module.count + 1))] = rule
                }
            }
            return true
        case (.node, "const"), (.node, "let"), (.node, "var"), (.node, "import"):
            return destructuring()
        default: return false
        }
    }

    /// `const {execSync: run} = require('child_process')`, `import * as cp from 'child_process'`
    private mutating func destructuring() -> Bool {
        guard token(1)?.isSign("{") == true else {
            index += 1
            return true
        }
        var names: [(String, String)] = []
        var ahead = 2
        while case .name(let item)? = token(ahead) {
            ahead += 1
            var alias = item
            if token(ahead)?.isSign(":") == true, case .name(let other)? = token(ahead + 1) {
                alias = other
                ahead += 2
            } else if case .name("as")? = token(ahead), case .name(let other)? = token(ahead + 1) {
                alias = other
                ahead += 2
            }
            names.append((alias, item))
            guard token(ahead)?.isSign(",") == true else { break }
            ahead += 1
        }
        var module: String?
        for offset in ahead..<(ahead + 6) {
            if case .string(let field)? = token(offset) {
                module = field.text
                break
            }
        }
        index += ahead
        guard let module else { return true }
        let name = module.hasPrefix("node:") ? String(module.dropFirst(5)) : module
        for (alias, item) in names { aliases[alias] = name + "." + item }
        return true
    }

    /// The name with what it stands for in place of its first part.
    private func resolve(_ name: String) -> String {
        if let full = aliases[name] { return full }
        guard let dot = name.firstIndex(of: ".") else { return name }
        if let module = aliases[String(name[..<dot])] { return module + name[dot...] }
        if case .text(let field)? = variables[String(name[..<dot])], let text = field.text, text.hasPrefix("module ") {
            return String(text.dropFirst(7) + name[dot...])
        }
        return name
    }

    private func effect(of name: String) -> CallEffect? {
        if let rule = rules[name] { return rule }
        if let dot = name.lastIndex(where: { $0 == "." }) { return rules[String(name[dot...])] }
        return nil
    }

    /// At a name: does what a call of it does, and returns what it gives.
    private mutating func call(_ name: String) -> Value {
        index += 1
        let full = resolve(name)
        let hasParentheses = token()?.isSign("(") == true
        let found = effect(of: full)
        guard hasParentheses || (grammar.bareCalls && found != nil && isOperand(token())) else {
            // `require('fs')` is handled below; a name alone is a value.
            if let value = variables[name] { return value }
            return .unknown
        }
        nesting += 1
        defer { nesting -= 1 }
        if nesting > 40 {
            index += 1
            return .unknown
        }
        let receiver = name.firstIndex(of: ".").flatMap { variables[String(name[..<$0])] }
        let arguments = hasParentheses ? self.arguments() : bareArguments()
        if let found {
            let isMethod = language == .python && rules[full] == nil
            switch found {
            case .delete where isMethod, .write where isMethod, .read where isMethod:
                apply(found, receiver.map { [$0] } ?? [], name: full)
            default: apply(found, arguments, name: full)
            }
        }
        var value = result(of: full, arguments)
        value = methods(of: value)
        return value
    }

    private func isOperand(_ token: CodeToken?) -> Bool {
        switch token {
        case .string, .command, .hole: true
        case .name(let name): !["if", "unless", "and", "or", "do", "then", "end"].contains(name)
        case .sign(let byte): byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") && language == .powershell
        default: false
        }
    }

    /// Behind `(`: the arguments, up to its end.
    private mutating func arguments() -> [Value] {
        index += 1
        var values: [Value] = []
        while let next = token() {
            if next.isSign(")") {
                index += 1
                break
            }
            if next.isSign(",") || isLineEnd(next) {
                index += 1
                continue
            }
            let before = index
            values.append(expression())
            if index == before { index += 1 }
        }
        return values
    }

    private func isLineEnd(_ token: CodeToken) -> Bool {
        if case .lineEnd = token { return true }
        return false
    }

    private mutating func bareArguments() -> [Value] {
        var values: [Value] = []
        while let next = token() {
            if isLineEnd(next) || next.isSign(";") || next.isSign("}") || next.isSign(")") || next.isSign("|") { break }
            if case .name(let name) = next, ["if", "unless", "and", "or", "do", "then", "while", "for", "foreach"].contains(name)
            {
                break
            }
            if next.isSign(",") {
                index += 1
                continue
            }
            let before = index
            values.append(expression())
            if index == before { index += 1 }
        }
        return values
    }

    /// An expression up to a comma, a bracket's end or a line's: texts with `+`, `.` or nothing between them are joined.
    private mutating func expression() -> Value {
        nesting += 1
        defer { nesting -= 1 }
        if nesting > 40 {
            index += 1
            return .unknown
        }
        var result: Value?
        while let next = token() {
            switch next {
            case .sign(let byte):
                switch byte {
                case UInt8(ascii: ","), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ";"):
                    return result ?? .unknown
                case UInt8(ascii: "+"), UInt8(ascii: "."):
                    index += 1
                    continue
                case UInt8(ascii: "("):
                    // A tuple, or a group.
                    let values = arguments()
                    result = join(result, methods(of: values.count == 1 ? values[0] : .list(values)))
                    continue
                case UInt8(ascii: "["):
                    result = join(result, methods(of: .list(list())))
                    continue
                case UInt8(ascii: "{"):
                    // An object or a block: its calls count, its value does not.
                    index += 1
                    while let inner = token(), !inner.isSign("}") {
                        let before = index
                        statement()
                        if index == before { index += 1 }
                    }
                    index += 1
                    result = result == nil ? .list([]) : join(result, .unknown)
                    continue
                default:
                    index += 1
                    result = byte == UInt8(ascii: "|") || byte == UInt8(ascii: "&") ? result : join(result, .unknown)
                    continue
                }
            case .lineEnd:
                return result ?? .unknown
            case .string(let field):
                index += 1
                result = join(result, methods(of: .text(field)))
            case .number(let text):
                index += 1
                result = join(result, .text(Field(text, span: span)))
            case .command(let field):
                script(field)
                index += 1
                result = join(result, .unknown)
            case .hole:
                index += 1
                result = join(result, .text(Field([.unknown(.other)], span: span)))
            case .name(let name):
                if ["if", "unless", "and", "or", "for", "while", "do", "then", "else", "in"].contains(name) && result != nil {
                    return result ?? .unknown
                }
                if token(1)?.isSign("=") == true, token(2)?.isSign("=") != true, !name.contains(".") {
                    // A keyword argument, or an assignment inside.
                    index += 2
                    let value = expression()
                    if ["shell", "args", "data", "json", "file", "method"].contains(name) { keywords[name] = value }
                    if !["shell", "args"].contains(name) { variables[name] = value }
                    return keyword(name, value)
                }
                result = join(result, call(name))
            }
        }
        return result ?? .unknown
    }

    private var keywords: [String: Value] = [:]

    private func keyword(_ name: String, _ value: Value) -> Value {
        name == "args" || name == "url" ? value : .list([])
    }

    private mutating func list() -> [Value] {
        index += 1
        var values: [Value] = []
        while let next = token() {
            if next.isSign("]") {
                index += 1
                break
            }
            if next.isSign(",") || isLineEnd(next) {
                index += 1
                continue
            }
            let before = index
            values.append(expression())
            if index == before { index += 1 }
        }
        return values
    }

    private func join(_ left: Value?, _ right: Value) -> Value {
        guard let left else { return right }
        if case .text(var field) = left {
            for piece in right.field(span).pieces { field.append(piece) }
            if field.pieces.count > 64 { return .unknown }
            return .text(field)
        }
        if case .list(let values) = left, case .list(let more) = right { return .list(values + more) }
        return .unknown
    }

    /// `.unlink()`, `.decode()`, `.join([…])` behind a value.
    private mutating func methods(of value: Value) -> Value {
        var value = value
        while token()?.isSign(".") == true, case .name(let path)? = token(1) {
            index += 2
            let method = path.split(separator: ".").first.map(String.init) ?? path
            let last = path.split(separator: ".").last.map(String.init) ?? path
            let arguments = token()?.isSign("(") == true ? self.arguments() : []
            if let effect = rules["." + last] ?? rules["fs." + last] ?? rules["child_process." + last] {
                let isOwn: Bool
                switch effect {
                case .delete, .deletetree, .write, .read: isOwn = language == .python
                default: isOwn = false
                }
                apply(effect, isOwn ? [value] : arguments, name: "." + last)
                value = .unknown
                continue
            }
            switch method {
            case "decode", "encode", "toString", "strip", "trim", "lower", "format", "flat", "to_s", "rstrip", "resolve",
                "expanduser":
                continue
            case "join" where language == .python:
                if case .list(let parts)? = arguments.first, case .text(let separator) = value {
                    var text = Field([], span: span)
                    for (number, part) in parts.enumerated() {
                        if number > 0 { for piece in separator.pieces { text.append(piece) } }
                        for piece in part.field(span).pieces { text.append(piece) }
                    }
                    value = .text(text)
                } else {
                    value = .unknown
                }
            case "join":
                if case .list(let parts) = value {
                    var text = Field([], span: span)
                    for part in parts { for piece in part.field(span).pieces { text.append(piece) } }
                    value = .text(text)
                }
            case "b64decode", "fromhex", "unhexlify", "decodebytes":
                value = result(
                    of: method == "fromhex" ? "bytes.fromhex" : method == "unhexlify" ? "binascii.unhexlify" : "base64.b64decode",
                    arguments
                )
            default: value = .unknown
            }
        }
        return value
    }

    /// What functions give that put texts together.
    private func result(of name: String, _ arguments: [Value]) -> Value {
        let first = arguments.first.map { $0.field(span) }
        switch name {
        case "chr", "String.fromCharCode", "chr.ord":
            var text = Field([], span: span)
            for argument in arguments {
                guard let number = argument.field(span).text.flatMap(Self.number),
                    let scalar = Unicode.Scalar(UInt32(clamping: number))
                else { return .unknown }
                text.append(.text(String(Character(scalar))))
            }
            return .text(text)
        case "base64.b64decode", "base64.decodebytes", "base64.urlsafe_b64decode", "atob", "base64_decode", "Base64.decode64",
            "decode_base64", "Buffer.from", "Base64.strict_decode64", "b64decode":
            if name == "Buffer.from", arguments.count < 2 { return arguments.first ?? .unknown }
            if name == "Buffer.from", arguments.dropFirst().first?.field(span).text == "hex" {
                return decoded(first?.text.flatMap { Decoding.hex(Array($0.utf8)) })
            }
            return decoded(first?.text.flatMap { Decoding.base64(Array($0.utf8)) })
        case "bytes.fromhex", "bytearray.fromhex", "binascii.unhexlify", "hex2bin", "codecs.decode":
            return decoded(first?.text.flatMap { Decoding.hex(Array($0.utf8)) })
        case "str", "bytes", "Path", "pathlib.Path", "os.path.expanduser", "String", "PosixPath", "qq", "glob", "glob.glob",
            "Dir.glob", "Dir", "File.expand_path", "path.resolve", "Pathname", "Pathname.new", "bytearray", "URL":
            return arguments.first ?? .unknown
        case "os.path.join", "path.join", "File.join":
            var path = Field([], span: span)
            for (number, argument) in arguments.enumerated() {
                if number > 0 { path.append(.text("/")) }
                for piece in argument.field(span).pieces { path.append(piece) }
            }
            return .text(path)
        case "require", "__import__", "importlib.import_module", "process.mainModule.require":
            guard let module = first?.text else { return .unknown }
            return .text(Field("module " + (module.hasPrefix("node:") ? String(module.dropFirst(5)) : module), span: span))
        default: return .unknown
        }
    }

    private func decoded(_ bytes: [UInt8]?) -> Value {
        guard let bytes else { return .unknown }
        return .text(Field(String(decoding: bytes, as: UTF8.self), span: span))
    }

    private static func number(_ text: String) -> Int? {
        if text.hasPrefix("0x") { return Int(text.dropFirst(2), radix: 16) }
        return Int(text)
    }

    private mutating func script(_ field: Field) {
        usage.starts.append(Start(.script(field, .bash)))
    }

    // MARK: What calls do

    private mutating func apply(_ effect: CallEffect, _ values: [Value], name: String) {
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
            if first?.text == nil, name != "globals", name != "locals", name != "vars" { lookup(values) } else { lookup(values) }
        }
    }

    private mutating func use(_ kind: Use.Kind, _ field: Field, whole: Bool = false, traits: Set<Trait> = []) {
        usage.uses.append(Use(kind, field, isRecursive: whole, traits: traits))
    }

    private mutating func remove(_ value: Value, whole: Bool) {
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
    private mutating func command(_ values: [Value]) {
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
    private mutating func execute(_ values: [Value]) {
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
    private mutating func open(_ values: [Value]) {
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

    private mutating func connect(_ effect: CallEffect, _ values: [Value], _ name: String) {
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
        if keywords["data"] != nil || keywords["json"] != nil { sends = true }
        usage.uses.append(Use(.connect, target, sendsData: sends))
    }

    private mutating func evaluate(_ values: [Value]) {
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
    private var tokensBehindAreBlock: Bool { index > 0 && (tokens[index - 1].isSign("}")) }

    private mutating func unpack(_ values: [Value], _ name: String) {
        // The safe loaders say so.
        let isSafe = values.contains { $0.field(span).text?.contains("Safe") == true } || name.contains("safe")
        if !isSafe { usage.traits.insert(.unsafeDeserialization) }
    }

    /// `getattr(os, 'sys' + 'tem')('…')`, `__import__('os').system('…')`
    private mutating func lookup(_ values: [Value]) {
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

// SPDX-License-Identifier: Apache-2.0

/// Expressions, as far as they are plain texts, lists of them, or put together from such.
extension CallScanner {
    /// An expression up to a comma, a bracket's end or a line's: texts with `+`, `.` or nothing between them are joined.
    mutating func expression() -> Value {
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
                    var words: Value?
                    while let inner = token(), !inner.isSign("}") {
                        let before = index
                        if case .name(let key) = inner, ["args", "cmd", "argv"].contains(key), token(1)?.isSign(":") == true {
                            // `{args: [ … ]}`: words of a command.
                            index += 2
                            words = expression()
                            continue
                        }
                        statement()
                        if index == before { index += 1 }
                    }
                    index += 1
                    result = result == nil ? words ?? .list([]) : join(result, .unknown)
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
                if language == .php, token()?.isSign("(") == true, let name = field.text, let effect = effect(of: name) {
                    apply(effect, arguments(), name: name)
                    continue
                }
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

    func keyword(_ name: String, _ value: Value) -> Value {
        name == "args" || name == "url" ? value : .list([])
    }

    mutating func list() -> [Value] {
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

    func join(_ left: Value?, _ right: Value) -> Value {
        guard let left else { return right }
        if case .text(var field) = left {
            for piece in right.field(span).pieces { field.append(piece) }
            if field.pieces.count > 64 { return .unknown }
            return .text(field)
        }
        if case .list(let values) = left, case .list(let more) = right { return .list(values + more) }
        return .unknown
    }

    /// `.name`, or `['name'](` as another way to write it. A name that is not plain makes the call one of any.
    private mutating func nextMethod() -> String? {
        if token()?.isSign(".") == true, case .name(let path)? = token(1) {
            index += 2
            return path
        }
        guard token()?.isSign("[") == true, case .string(let field)? = token(1) else { return nil }
        guard token(2)?.isSign("]") == true, token(3)?.isSign("(") == true else {
            // `["ex" + "ec"](`
            let start = index
            let values = list()
            if values.count == 1, token()?.isSign("(") == true {
                if case .text(let field) = values[0], let text = field.text { return text }
                usage.traits.insert(.evaluatesCode)
                return "unknown"
            }
            index = start
            return nil
        }
        index += 3
        if let text = field.text { return text }
        usage.traits.insert(.evaluatesCode)
        return "unknown"
    }

    /// `.unlink()`, `.decode()`, `.join([…])` behind a value.
    mutating func methods(of value: Value) -> Value {
        var value = value
        while let path = nextMethod() {
            let method = path.split(separator: ".").first.map(String.init) ?? path
            let last = path.split(separator: ".").last.map(String.init) ?? path
            let arguments = token()?.isSign("(") == true ? self.arguments() : []
            let module =
                if case .text(let field) = value, let text = field.text, text.hasPrefix("module ") {
                    String(text.dropFirst(7)) + "." + last
                } else {
                    ""
                }
            if let effect = rules[module] ?? rules["." + last] ?? rules["fs." + last] ?? rules["child_process." + last] {
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
    func result(of name: String, _ arguments: [Value]) -> Value {
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
        default:
            // Node's own loader.
            if name.hasSuffix("._load"), let module = first?.text { return .text(Field("module " + module, span: span)) }
            return .unknown
        }
    }

    func decoded(_ bytes: [UInt8]?) -> Value {
        guard let bytes else { return .unknown }
        return .text(Field(String(decoding: bytes, as: UTF8.self), span: span))
    }

    static func number(_ text: String) -> Int? {
        if text.hasPrefix("0x") { return Int(text.dropFirst(2), radix: 16) }
        return Int(text)
    }
}

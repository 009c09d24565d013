// SPDX-License-Identifier: Apache-2.0

/// A piece of a policy or a schema.
struct Token {
    enum Kind: UInt8 {
        case identifier, number, string, slot
        case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
        case comma, semicolon, dot, colon, doubleColon, at, question
        case equal, doubleEqual, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case and, or, plus, minus, star, slash, percent, bang
        case invalid, end
    }

    /// The identifiers that mean something somewhere.
    enum Word: UInt8 {
        case other
        case permit, forbid, when, unless
        case principal, action, resource, context
        // Those from here on are reserved.
        case `true`, `false`, `if`, then, `else`, `in`, `is`, like, has, cedar

        var isReserved: Bool { rawValue >= Word.true.rawValue }
    }

    let kind: Kind
    /// Of an identifier.
    let word: Word
    let start: UInt32
    let end: UInt32

    var span: SourceSpan { SourceSpan(Int(start), Int(end)) }
}

/// Cuts a text into tokens. Whitespace is Unicode's; comments run from `//` to a line feed or a carriage return.
struct Lexer {
    private(set) var tokens: [Token] = []
    /// The comments, if they were asked for.
    private(set) var comments: [SourceSpan] = []
    private var index = 0
    private let keepsComments: Bool

    /// The tokens of a text, ``Token/Kind/end`` last; what is no token comes as ``Token/Kind/invalid``.
    static func tokens(_ bytes: [UInt8]) -> [Token] {
        var lexer = Lexer(keepsComments: false)
        bytes.withUnsafeBufferPointer { lexer.run($0) }
        return lexer.tokens
    }

    /// The tokens and where the comments are.
    static func tokensAndComments(_ bytes: [UInt8]) -> (tokens: [Token], comments: [SourceSpan]) {
        var lexer = Lexer(keepsComments: true)
        bytes.withUnsafeBufferPointer { lexer.run($0) }
        return (lexer.tokens, lexer.comments)
    }

    private init(keepsComments: Bool) { self.keepsComments = keepsComments }

    private mutating func run(_ bytes: UnsafeBufferPointer<UInt8>) {
        tokens.reserveCapacity(bytes.count / 4 + 8)
        while true {
            skipTrivia(bytes)
            guard index < bytes.count else { break }
            let start = index
            let kind = next(bytes)
            let word = kind == .identifier ? Token.Word(bytes, start, index) : .other
            tokens.append(Token(kind: kind, word: word, start: UInt32(start), end: UInt32(index)))
        }
        tokens.append(Token(kind: .end, word: .other, start: UInt32(bytes.count), end: UInt32(bytes.count)))
    }

    @inline(__always)
    private mutating func skipTrivia(_ bytes: UnsafeBufferPointer<UInt8>) {
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 32 || byte &- 9 < 5 {
                index &+= 1
            } else if byte == UInt8(ascii: "/"), index &+ 1 < bytes.count, bytes[index &+ 1] == UInt8(ascii: "/") {
                let start = index
                while index < bytes.count, bytes[index] != 10, bytes[index] != 13 { index &+= 1 }
                if keepsComments { comments.append(SourceSpan(start, index)) }
            } else if byte >= 0x80, let length = wideSpace(bytes) {
                index &+= length
            } else {
                return
            }
        }
    }

    /// The length of a White_Space character beyond ASCII.
    private func wideSpace(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        if index + 1 < bytes.count, bytes[index] == 0xC2 {
            return bytes[index + 1] == 0x85 || bytes[index + 1] == 0xA0 ? 2 : nil
        }
        guard index + 2 < bytes.count else { return nil }
        switch (bytes[index], bytes[index + 1], bytes[index + 2]) {
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9), (0xE2, 0x80, 0xAF),
            (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
            return 3
        default: return nil
        }
    }

    private mutating func next(_ bytes: UnsafeBufferPointer<UInt8>) -> Token.Kind {
        let byte = bytes[index]
        index &+= 1
        if Identifiers.isStart(byte) {
            while index < bytes.count, Identifiers.isPart(bytes[index]) { index &+= 1 }
            return .identifier
        }
        if byte &- 48 < 10 {
            while index < bytes.count, bytes[index] &- 48 < 10 { index &+= 1 }
            return .number
        }
        switch byte {
        case UInt8(ascii: "\""): return string(bytes)
        case UInt8(ascii: "("): return .leftParenthesis
        case UInt8(ascii: ")"): return .rightParenthesis
        case UInt8(ascii: "["): return .leftBracket
        case UInt8(ascii: "]"): return .rightBracket
        case UInt8(ascii: "{"): return .leftBrace
        case UInt8(ascii: "}"): return .rightBrace
        case UInt8(ascii: ","): return .comma
        case UInt8(ascii: ";"): return .semicolon
        case UInt8(ascii: "."): return .dot
        case UInt8(ascii: "@"): return .at
        case UInt8(ascii: "+"): return .plus
        case UInt8(ascii: "-"): return .minus
        case UInt8(ascii: "*"): return .star
        case UInt8(ascii: "/"): return .slash
        case UInt8(ascii: "%"): return .percent
        case UInt8(ascii: ":"): return follows(":", bytes) ? .doubleColon : .colon
        case UInt8(ascii: "="): return follows("=", bytes) ? .doubleEqual : .equal
        case UInt8(ascii: "!"): return follows("=", bytes) ? .notEqual : .bang
        case UInt8(ascii: "<"): return follows("=", bytes) ? .lessOrEqual : .less
        case UInt8(ascii: ">"): return follows("=", bytes) ? .greaterOrEqual : .greater
        case UInt8(ascii: "&"): return follows("&", bytes) ? .and : .invalid
        case UInt8(ascii: "|"): return follows("|", bytes) ? .or : .invalid
        case UInt8(ascii: "?"):
            guard index < bytes.count, Identifiers.isStart(bytes[index]) else { return .question }
            while index < bytes.count, Identifiers.isPart(bytes[index]) { index &+= 1 }
            return .slot
        default:
            // The rest of a wider character.
            while index < bytes.count, bytes[index] & 0b1100_0000 == 0b1000_0000 { index &+= 1 }
            return .invalid
        }
    }

    private mutating func follows(_ character: Unicode.Scalar, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index &+= 1
        return true
    }

    /// Up to the closing quote. A backslash before a line feed, or no closing quote, makes the opening one invalid.
    private mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) -> Token.Kind {
        var end = index
        while end < bytes.count {
            switch bytes[end] {
            case UInt8(ascii: "\""):
                index = end &+ 1
                return .string
            case UInt8(ascii: "\\"):
                guard end &+ 1 < bytes.count, bytes[end &+ 1] != 10 else { return .invalid }
                end &+= 2
            default: end &+= 1
            }
        }
        return .invalid
    }
}

extension Token.Word {
    /// Which word stands at these bytes: its first eight as one number are compared, since no two share them.
    @inline(__always)
    fileprivate init(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
        self = .other
        let length = end &- start
        guard length >= 2, length <= 9 else { return }
        var packed: UInt64 = 0
        for offset in 0..<min(length, 8) { packed = packed << 8 | UInt64(bytes[start &+ offset]) }
        if length == 9 {
            if packed == 0x7072_696E_6369_7061, bytes[end &- 1] == UInt8(ascii: "l") { self = .principal }
            return
        }
        self =
            switch packed {
            case 0x7065_726D_6974: .permit
            case 0x666F_7262_6964: .forbid
            case 0x7768_656E: .when
            case 0x756E_6C65_7373: .unless
            case 0x6163_7469_6F6E: .action
            case 0x7265_736F_7572_6365: .resource
            case 0x636F_6E74_6578_74: .context
            case 0x7472_7565: .true
            case 0x6661_6C73_65: .false
            case 0x6966: .if
            case 0x7468_656E: .then
            case 0x656C_7365: .else
            case 0x696E: .in
            case 0x6973: .is
            case 0x6C69_6B65: .like
            case 0x6861_73: .has
            case 0x5F5F_6365_6461_72: .cedar
            default: .other
            }
    }
}

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

    let kind: Kind
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
            tokens.append(Token(kind: kind, start: UInt32(start), end: UInt32(index)))
        }
        tokens.append(Token(kind: .end, start: UInt32(bytes.count), end: UInt32(bytes.count)))
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

// SPDX-License-Identifier: Apache-2.0

/// Reads a JSON text into the nodes of a tape, with a stack of its own.
struct JSONScanner {
    struct Problem: Error {
        let message: String
        let offset: Int
    }

    private(set) var nodes: [JSONTape.Node] = []
    /// The open arrays and objects.
    private var open: [Int] = []
    private var index = 0
    private let nesting: Int
    private let allowsLoneSurrogates: Bool

    init(nesting: Int, allowsLoneSurrogates: Bool) {
        self.nesting = nesting
        self.allowsLoneSurrogates = allowsLoneSurrogates
    }

    /// Nothing when the text is well formed.
    mutating func run(_ bytes: UnsafeBufferPointer<UInt8>) -> Problem? {
        nodes.reserveCapacity(bytes.count / 8 + 4)
        do throws(Problem) {
            try value(bytes)
            while let container = open.last {
                try member(bytes, of: container)
            }
            skipSpace(bytes)
            if index < bytes.count { throw Problem(message: "something behind the end of the JSON value", offset: index) }
            return nil
        } catch {
            return error
        }
    }

    /// Reads the next element or member of the innermost container, or closes it.
    private mutating func member(_ bytes: UnsafeBufferPointer<UInt8>, of container: Int) throws(Problem) {
        let isObject = nodes[container].kind == .object
        let closing = UInt8(ascii: isObject ? "}" : "]")
        skipSpace(bytes)
        guard index < bytes.count else { throw problem("unexpected end of JSON") }
        if bytes[index] == closing {
            index += 1
            nodes[container].end = UInt32(index)
            nodes[container].next = UInt32(nodes.count)
            open.removeLast()
            return
        }
        if nodes[container].count > 0 {
            guard bytes[index] == UInt8(ascii: ",") else { throw problem(isObject ? "expected , or }" : "expected , or ]") }
            index += 1
            skipSpace(bytes)
        }
        nodes[container].count += 1
        if isObject {
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw problem("expected a key in quotes") }
            try string(bytes)
            skipSpace(bytes)
            guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { throw problem("expected :") }
            index += 1
        }
        try value(bytes)
    }

    /// Reads a scalar, or opens a container.
    private mutating func value(_ bytes: UnsafeBufferPointer<UInt8>) throws(Problem) {
        skipSpace(bytes)
        guard index < bytes.count else { throw problem("unexpected end of JSON") }
        switch bytes[index] {
        case UInt8(ascii: "{"): try start(.object)
        case UInt8(ascii: "["): try start(.array)
        case UInt8(ascii: "\""): try string(bytes)
        case UInt8(ascii: "t"): try word("true", .true, bytes)
        case UInt8(ascii: "f"): try word("false", .false, bytes)
        case UInt8(ascii: "n"): try word("null", .null, bytes)
        default: try number(bytes)
        }
    }

    private mutating func start(_ kind: JSONNode.Kind) throws(Problem) {
        guard open.count < nesting else { throw problem("JSON nests deeper than \(nesting) levels") }
        open.append(nodes.count)
        nodes.append(JSONTape.Node(kind: kind, start: UInt32(index)))
        index += 1
    }

    private mutating func append(
        _ kind: JSONNode.Kind,
        from start: Int,
        isSpecial: Bool = false,
        isBroken: Bool = false
    ) {
        nodes.append(
            JSONTape.Node(
                kind: kind,
                isSpecial: isSpecial,
                isBroken: isBroken,
                start: UInt32(start),
                end: UInt32(index),
                next: UInt32(nodes.count + 1)
            )
        )
    }

    private mutating func word(
        _ word: StaticString,
        _ kind: JSONNode.Kind,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(Problem) {
        let start = index
        let length = word.utf8CodeUnitCount
        guard index + length <= bytes.count,
            bytes[index..<(index + length)].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: length))
        else { throw problem("not a JSON value") }
        index += length
        append(kind, from: start)
    }

    private mutating func number(_ bytes: UnsafeBufferPointer<UInt8>) throws(Problem) {
        let start = index
        var isInteger = true
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let digitsStart = index
        let whole = digits(bytes)
        guard whole > 0 else {
            index = start
            throw problem("not a JSON value")
        }
        guard whole == 1 || bytes[digitsStart] != UInt8(ascii: "0") else { throw problem("a number with a leading zero") }
        // A minus zero is a floating-point number.
        if digitsStart > start, whole == 1, bytes[digitsStart] == UInt8(ascii: "0") { isInteger = false }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            isInteger = false
            index += 1
            guard digits(bytes) > 0 else { throw problem("expected a digit") }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
            guard digits(bytes) > 0 else { throw problem("expected a digit") }
        }
        append(.number, from: start, isSpecial: !isInteger)
    }

    private mutating func digits(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let start = index
        while index < bytes.count, bytes[index] &- 48 < 10 { index += 1 }
        return index - start
    }

    private mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) throws(Problem) {
        let start = index
        var hasEscapes = false
        var isBroken = false
        index += 1
        while true {
            guard index < bytes.count else { throw problem("a string without an end") }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") { break }
            if byte < 0x20 { throw problem("a control character in a string; it must be escaped") }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                let escape = index
                if JSONEscapes.scalar(bytes, &index) == nil {
                    guard allowsLoneSurrogates, let end = JSONEscapes.skipped(bytes, escape) else {
                        index = escape
                        throw problem("a bad escape in a string")
                    }
                    index = end
                    isBroken = true
                }
            } else {
                index += 1
            }
        }
        index += 1
        append(.string, from: start, isSpecial: hasEscapes, isBroken: isBroken)
    }

    @inline(__always)
    private mutating func skipSpace(_ bytes: UnsafeBufferPointer<UInt8>) {
        while index < bytes.count {
            switch bytes[index] {
            case 32, 10, 13, 9: index += 1
            default: return
            }
        }
    }

    private func problem(_ message: String) -> Problem { Problem(message: message, offset: index) }
}

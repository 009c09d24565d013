// SPDX-License-Identifier: Apache-2.0

/// A value of a JSON document.
public struct JSONNode: Sendable {
    /// What a JSON value is.
    public enum Kind: UInt8, Sendable {
        case null, `true`, `false`, number, string, array, object
    }

    /// The document that it is a value of.
    public let document: JSONDocument
    let index: Int

    private var node: JSONTape.Node { document.storage.nodes[index] }

    /// What it is.
    public var kind: Kind { node.kind }

    /// Where it stands in the document, in UTF-8 bytes.
    public var span: SourceSpan { SourceSpan(Int(node.start), Int(node.end)) }

    /// The value of a string.
    public var text: Text? {
        let node = node
        guard node.kind == .string, !node.isBroken else { return nil }
        let range = (Int(node.start) + 1)..<(Int(node.end) - 1)
        return document.source.bytes.withUnsafeBufferPointer { bytes in
            let content = UnsafeBufferPointer(rebasing: bytes[range])
            return node.isSpecial ? JSONEscapes.unescaped(content) : Text(utf8: content)
        }
    }

    /// The value of a string.
    public var string: String? { text?.string }

    /// The value of a boolean.
    public var bool: Bool? {
        switch node.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The value of a number that is written without fraction and exponent and fits; `-0` is no integer.
    public var int64: Int64? {
        let node = node
        guard node.kind == .number, !node.isSpecial else { return nil }
        return Int64(String(decoding: document.source.bytes[Int(node.start)..<Int(node.end)], as: UTF8.self))
    }

    /// How many elements or members it has; none where it is neither array nor object.
    public var count: Int { Int(node.count) }

    /// The elements of an array; empty for what is none.
    public var elements: [JSONNode] {
        let node = node
        guard node.kind == .array else { return [] }
        var result: [JSONNode] = []
        result.reserveCapacity(Int(node.count))
        var child = index + 1
        while child < Int(node.next) {
            result.append(JSONNode(document: document, index: child))
            child = Int(document.storage.nodes[child].next)
        }
        return result
    }

    /// The members of an object in the order of the text, repeated keys too; empty for what is none.
    public var members: [(key: Text, value: JSONNode)] {
        keys.compactMap { key in key.text.map { ($0, JSONNode(document: document, index: key.index + 1)) } }
    }

    /// The keys of an object, as strings with a place.
    public var keys: [JSONNode] {
        let node = node
        guard node.kind == .object else { return [] }
        var result: [JSONNode] = []
        result.reserveCapacity(Int(node.count))
        var key = index + 1
        while key < Int(node.next) {
            result.append(JSONNode(document: document, index: key))
            key = Int(document.storage.nodes[key + 1].next)
        }
        return result
    }

    /// The value of the first member of this key.
    public subscript(key: Text) -> JSONNode? {
        let node = node
        guard node.kind == .object else { return nil }
        var child = index + 1
        while child < Int(node.next) {
            if JSONNode(document: document, index: child).isString(key) {
                return JSONNode(document: document, index: child + 1)
            }
            child = Int(document.storage.nodes[child + 1].next)
        }
        return nil
    }

    /// Whether it is this string; decodes only what has escapes.
    private func isString(_ text: Text) -> Bool {
        let node = node
        if node.isSpecial { return self.text == text }
        guard node.kind == .string, Int(node.end - node.start) - 2 == text.string.utf8.count else { return false }
        return document.source.bytes[Int(node.start) + 1..<Int(node.end) - 1].elementsEqual(text.string.utf8)
    }

    private func isSameString(as other: JSONNode) -> Bool {
        let (left, right) = (node, other.node)
        if left.isSpecial || right.isSpecial { return text == other.text }
        let bytes = document.source.bytes
        return left.end - left.start == right.end - right.start
            && bytes[Int(left.start)..<Int(left.end)].elementsEqual(bytes[Int(right.start)..<Int(right.end)])
    }

    /// The first key of this object that stands there for the second time.
    public var firstRepeatedKey: JSONNode? {
        guard count > 1 else { return nil }
        let keys = keys
        if keys.count <= 6 {
            return keys.indices.dropFirst().first { index in keys[..<index].contains { $0.isSameString(as: keys[index]) } }
                .map { keys[$0] }
        }
        var seen: Set<Text> = []
        return keys.first { key in key.text.map { !seen.insert($0).inserted } ?? false }
    }

    /// An error at this place.
    public func problem(_ message: String, help: String? = nil) -> Diagnostic {
        Diagnostic(message, span, in: document.source, help: help)
    }

    /// What it is, for messages.
    public var kindName: String {
        switch kind {
        case .null: "null"
        case .true, .false: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

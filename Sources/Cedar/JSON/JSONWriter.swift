// SPDX-License-Identifier: Apache-2.0

/// Writes JSON piece by piece, so that depth costs no stack: containers are opened and closed, members are named by ``key(_:)``.
public struct JSONWriter: Sendable {
    private(set) var bytes: [UInt8] = []
    private let indents: Bool
    /// Per open container: whether it holds something already.
    private var open: [Bool] = []
    private var followsKey = false

    /// - Parameter pretty: every element and member on a line of its own, indented by two spaces.
    public init(pretty: Bool = false) { indents = pretty }

    /// What was written.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Opens an object; its members follow, each after its ``key(_:)``.
    public mutating func beginObject() { begin("{") }
    /// Closes the innermost object.
    public mutating func endObject() { end("}") }
    /// Opens an array; its elements follow.
    public mutating func beginArray() { begin("[") }
    /// Closes the innermost array.
    public mutating func endArray() { end("]") }

    /// Names the value that is written next.
    public mutating func key(_ key: Text) {
        startValue()
        JSONEscapes.quote(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if indents { bytes.append(UInt8(ascii: " ")) }
        followsKey = true
    }

    /// Writes a string.
    public mutating func string(_ text: Text) {
        startValue()
        JSONEscapes.quote(text, to: &bytes)
    }

    /// Writes a string.
    public mutating func string(_ string: String) { self.string(Text(string)) }
    /// Writes an integer.
    public mutating func integer(_ number: Int64) { word(String(number)) }
    /// Writes `true` or `false`.
    public mutating func bool(_ bool: Bool) { word(bool ? "true" : "false") }
    /// Writes `null`.
    public mutating func null() { word("null") }

    /// A value that is JSON already.
    public mutating func raw(_ json: String) { word(json) }

    private mutating func word(_ word: String) {
        startValue()
        bytes.append(contentsOf: word.utf8)
    }

    private mutating func begin(_ bracket: Unicode.Scalar) {
        startValue()
        bytes.append(UInt8(ascii: bracket))
        open.append(false)
    }

    private mutating func end(_ bracket: Unicode.Scalar) {
        if open.popLast() == true { startLine() }
        bytes.append(UInt8(ascii: bracket))
    }

    private mutating func startValue() {
        if followsKey {
            followsKey = false
            return
        }
        guard let isContinued = open.last else { return }
        if isContinued { bytes.append(UInt8(ascii: ",")) }
        open[open.count - 1] = true
        startLine()
    }

    private mutating func startLine() {
        guard indents else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: open.count * 2))
    }
}

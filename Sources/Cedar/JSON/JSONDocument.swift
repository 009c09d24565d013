// SPDX-License-Identifier: Apache-2.0

/// A JSON text (RFC 8259), read strictly into a flat tape: neither reading nor freeing it recurses, however deep it nests.
///
/// Keys keep their order and may repeat: ``JSONNode/firstRepeatedKey`` tells. A lone surrogate is an error.
public struct JSONDocument: Sendable {
    /// What the nodes' offsets point into.
    public let source: SourceText
    let storage: JSONTape

    /// - Parameter nesting: how deep arrays and objects may nest.
    public init(parsing text: String, nesting: Int = Limits.dataNesting) throws(Diagnostic) {
        try self.init(parsing: SourceText(text), nesting: nesting)
    }

    /// - Parameter nesting: how deep arrays and objects may nest.
    public init(parsing source: SourceText, nesting: Int = Limits.dataNesting) throws(Diagnostic) {
        try self.init(source, nesting: nesting, allowsLoneSurrogates: false)
    }

    /// For readers that ignore members: what is wrong there is not looked at. A string with a lone surrogate has no text.
    init(tolerant text: String) throws(Diagnostic) {
        try self.init(SourceText(text), nesting: .max, allowsLoneSurrogates: true)
    }

    private init(_ source: SourceText, nesting: Int, allowsLoneSurrogates: Bool) throws(Diagnostic) {
        guard source.bytes.count < Int(UInt32.max) else { throw Diagnostic("a JSON text of 4 GiB or more") }
        var scanner = JSONScanner(nesting: nesting, allowsLoneSurrogates: allowsLoneSurrogates)
        if let problem = source.bytes.withUnsafeBufferPointer({ scanner.run($0) }) {
            throw Diagnostic(problem.message, SourceSpan(problem.offset, problem.offset + 1), in: source)
        }
        self.source = source
        storage = JSONTape(nodes: scanner.nodes)
    }

    /// The one value of the text.
    public var root: JSONNode { JSONNode(document: self, index: 0) }
}

/// The values of a document in the order of their starts; of an object's members key and value alternate.
final class JSONTape: Sendable {
    struct Node: Sendable {
        let kind: JSONNode.Kind
        /// Of a string: it holds escapes. Of a number: it is no plain integer.
        var isSpecial = false
        /// Of a string: it holds a lone surrogate.
        var isBroken = false
        var start: UInt32
        var end: UInt32 = 0
        /// The index behind the last node inside.
        var next: UInt32 = 0
        /// Of elements or members.
        var count: UInt32 = 0
    }

    let nodes: [Node]

    init(nodes: [Node]) { self.nodes = nodes }
}

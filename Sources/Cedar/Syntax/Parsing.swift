// SPDX-License-Identifier: Apache-2.0

extension EntityUID {
    /// Reads `Type::"id"`.
    public init(parsing text: String) throws(Diagnostic) {
        var parser = Parser(SourceText(text))
        self = try parser.entity("an entity")
        guard parser.at(.end) else { throw parser.unexpected("expected the end") }
    }
}

extension Expr {
    /// Reads a lone expression.
    public init(parsing text: String) throws(Diagnostic) {
        try self.init(SourceText(text))
    }

    /// Reads a lone expression.
    public init(_ source: SourceText) throws(Diagnostic) {
        var parser = Parser(source)
        self = try parser.expression()
        guard parser.at(.end) else { throw parser.unexpected("expected the end or an operator") }
    }
}

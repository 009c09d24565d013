// SPDX-License-Identifier: Apache-2.0

extension Walker {
    /// Runs a script that is a value: `eval`, `source`, `sh -c`, `sh < file`.
    ///
    /// Where it has holes that is said, and the rest is walked with the holes in their places.
    /// - Parameter inShell: Whether the shell at hand runs it, as `eval` does; otherwise the state is the caller's business.
    @discardableResult
    mutating func runText(_ value: Value, _ dialect: Dialect, _ span: SourceSpan, inShell: Bool) -> Flow {
        if value.isEmpty { return .normal }
        guard enter(span) else { return .normal }
        defer { leave() }
        let outer = (context, holes, escapes)
        let outerSpan = self.span(span)
        var text: String
        if let known = value.text {
            text = known
            holes = inShell ? holes : []
        } else {
            // A hole where a command's name stands is found when it is walked; one that begins the text may be all of it.
            if case .unknown? = value.pieces.first { note(.script, span) }
            holes = inShell ? holes : []
            text = ""
            for piece in value.pieces {
                switch piece {
                case .text(let known): text += known
                case .glob, .unknown:
                    guard holes.count < Self.allHoles, let scalar = Unicode.Scalar(Self.firstHole + UInt32(holes.count)) else {
                        continue
                    }
                    holes.append(Value(pieces: [piece], taint: value.taint))
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        guard spend(1 + text.utf8.count / 64, span) else {
            (context, holes, escapes) = outer
            return .normal
        }
        // What the walk has of the stack the parser cannot have.
        let depth = budget.depth * Limits.nesting / Budget.nesting
        let script = ShellScript(parsing: SourceText(text), dialect: dialect, depth: depth)
        budget.scriptBytes += text.utf8.count
        if !script.isUnderstood, let problem = script.diagnostics.first(where: { $0.severity != .warning }) {
            note(.syntax(problem.message), span)
        }
        context = Context(documents: script.hereDocuments, source: script.source, dialect: dialect, span: outerSpan)
        if budget.scriptBytes > Budget.scriptBytes { stop("script text", span) }
        let flow = walk(script.body)
        (context, holes) = (outer.0, outer.1)
        if !inShell { escapes = outer.2 }
        return flow
    }

    // MARK: - Holes

    /// Holes in a script's text are private characters while it is parsed.
    private static let firstHole: UInt32 = 0x10_0000
    private static let allHoles = 256

    func filled(_ value: Value) -> Value {
        guard !holes.isEmpty, let filled = filled(value.pieces) else { return value }
        return Value(pieces: filled.pieces, taint: value.taint.union(filled.taint))
    }

    func filled(_ field: Field) -> Field {
        guard !holes.isEmpty, let filled = filled(field.pieces) else { return field }
        var field = Field(filled.pieces, span: field.span, isSplit: true)
        field.taint.formUnion(filled.taint)
        return field
    }

    private func filled(_ pieces: [Field.Piece]) -> Value? {
        let isHole = { (scalar: Unicode.Scalar) in
            scalar.value >= Self.firstHole && scalar.value < Self.firstHole + UInt32(holes.count)
        }
        let hasHoles = pieces.contains { piece in
            // Their first byte is that of the last plane.
            if case .text(let text) = piece { return text.utf8.contains(0xF4) && text.unicodeScalars.contains(where: isHole) }
            return false
        }
        guard hasHoles else { return nil }
        var value = Value()
        for piece in pieces {
            guard case .text(let text) = piece else {
                value.append(piece)
                continue
            }
            var known = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                if isHole(scalar) {
                    value.append(String(known))
                    known = String.UnicodeScalarView()
                    value.append(holes[Int(scalar.value - Self.firstHole)])
                } else {
                    known.append(scalar)
                }
            }
            value.append(String(known))
        }
        return value
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Reads a sed script: `e` and `s///e` run programs, `w` and `r` touch files.
struct SedScanner {
    private let bytes: [UInt8]
    private let span: SourceSpan
    private var index = 0
    private(set) var usage = Usage()

    init(_ code: Field) {
        var bytes: [UInt8] = []
        for piece in code.pieces {
            // A hole may hold anything, but inside `s/…/…/` it is text as a rule; its bytes end no command.
            if case .text(let text) = piece { bytes += Array(text.utf8) } else { bytes.append(UInt8(ascii: "_")) }
        }
        self.bytes = bytes
        span = code.span
        while index < bytes.count { command() }
    }

    private func peek() -> UInt8 { index < bytes.count ? bytes[index] : 0 }

    private mutating func command() {
        address()
        switch peek() {
        case UInt8(ascii: "s"):
            index += 1
            substitute()
        case UInt8(ascii: "y"):
            index += 1
            let mark = peek()
            index += 1
            part(mark)
            part(mark)
        case UInt8(ascii: "e"):
            index += 1
            let text = line()
            usage.traits.insert(.escapes)
            usage.starts.append(Start(text.isEmpty ? .input(.shell) : .script(Field(text, span: span), .bash)))
        case UInt8(ascii: "w"), UInt8(ascii: "W"):
            index += 1
            file(.write)
        case UInt8(ascii: "r"), UInt8(ascii: "R"):
            index += 1
            file(.read)
        case UInt8(ascii: "a"), UInt8(ascii: "i"), UInt8(ascii: "c"):
            index += 1
            _ = line()
        default: index += 1
        }
    }

    /// `/x/,$!`, `1,3`, `\,x,`
    private mutating func address() {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "/"):
                index += 1
                part(UInt8(ascii: "/"))
            case UInt8(ascii: "\\"):
                let mark = index + 1 < bytes.count ? bytes[index + 1] : 0
                index += 2
                if mark != 10 { part(mark) }
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ","), UInt8(ascii: "$"), UInt8(ascii: "!"),
                UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: " "),
                UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}"), 9, 10, UInt8(ascii: "I"):
                index += 1
            default: return
            }
        }
    }

    private mutating func part(_ mark: UInt8) {
        var inSet = false
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\\") {
                index += 1
            } else if byte == UInt8(ascii: "[") {
                inSet = bytes[index...].contains(UInt8(ascii: "]")) && mark != UInt8(ascii: "[")
                if inSet, let end = bytes[index...].dropFirst().firstIndex(of: UInt8(ascii: "]")),
                    !bytes[index..<end].contains(mark)
                {
                    index = end + 1
                }
                inSet = false
            } else if byte == mark, !inSet {
                return
            }
        }
    }

    private mutating func substitute() {
        let mark = peek()
        index += 1
        part(mark)
        let start = index
        part(mark)
        let end = max(start, min(index, bytes.count) - 1)
        let replacement = bytes[min(start, end)..<end]
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "e"):
                usage.traits.insert(.escapes)
                usage.starts.append(Start(.script(Field(String(decoding: replacement, as: UTF8.self), span: span), .bash)))
                index += 1
            case UInt8(ascii: "w"):
                index += 1
                file(.write)
                return
            case UInt8(ascii: "g"), UInt8(ascii: "p"), UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "m"), UInt8(ascii: "M"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                index += 1
            default: return
            }
        }
    }

    private mutating func line() -> String {
        let start = index
        while index < bytes.count, bytes[index] != 10 { index += 1 }
        let text = String(decoding: bytes[min(start, bytes.count)..<index], as: UTF8.self)
        return String(text.drop { $0 == " " || $0 == "\t" })
    }

    private mutating func file(_ kind: Use.Kind) {
        let name = line()
        if name.isEmpty || name == "/dev/stdout" || name == "/dev/stderr" || name == "/dev/stdin" { return }
        usage.uses.append(Use(kind, Field(name, span: span)))
    }
}

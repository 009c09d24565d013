// SPDX-License-Identifier: Apache-2.0

/// The words that braces make of one.
enum BraceWords {
    /// Appends the parts of every word, as many as the limit allows; `isCut` tells whether there are more.
    static func expand(_ parts: [WordPart], into words: inout [[WordPart]], _ isCut: inout Bool) {
        var made: [[WordPart]] = [[]]
        var work = 0
        for part in parts {
            // Many braces in a word make more than anybody means.
            work += made.count * (made.first?.count ?? 0)
            guard work < 1 << 15 else {
                isCut = true
                return
            }
            guard case .braces(let braces) = part else {
                for index in made.indices { made[index].append(part) }
                continue
            }
            var items: [[WordPart]] = []
            self.items(of: braces, into: &items, &isCut)
            var product: [[WordPart]] = []
            product.reserveCapacity(min(Budget.braceWords, made.count * items.count))
            for one in made {
                for item in items {
                    guard product.count < Budget.braceWords else {
                        isCut = true
                        break
                    }
                    product.append(one + item)
                }
            }
            made = product
        }
        words += made.map(rejoined)
    }

    /// Braces are expanded in the text: `$a{b,c}` becomes `$ab $ac`.
    static func rejoined(_ parts: [WordPart]) -> [WordPart] {
        var joined: [WordPart] = []
        joined.reserveCapacity(parts.count)
        for part in parts {
            guard case .literal(let text) = part, case .parameter(let parameter)? = joined.last,
                parameter.span.end - parameter.span.start == parameter.name.utf8.count + 1,
                parameter.name.utf8.first.map(Bytes.isNameStart) == true,
                let first = text.text.utf8.first, Bytes.isName(first)
            else {
                joined.append(part)
                continue
            }
            let more = text.text.utf8.prefix { Bytes.isName($0) }
            let name = parameter.name + String(Substring(more))
            joined[joined.count - 1] = .parameter(
                ParameterExpansion(
                    name: name,
                    prefix: .none,
                    subscript: nil,
                    operation: .none,
                    flags: "",
                    span: SourceSpan(Int(parameter.span.start), Int(parameter.span.start) + name.utf8.count + 1)
                )
            )
            let rest = String(Substring(text.text.utf8.dropFirst(more.count)))
            if !rest.isEmpty { joined.append(.literal(Text(text: rest, span: text.span))) }
        }
        return joined
    }

    private static func items(of braces: BraceExpansion, into items: inout [[WordPart]], _ isCut: inout Bool) {
        func text(_ text: String) -> [WordPart] { [.literal(Text(text: text, span: braces.span))] }
        switch braces.kind {
        case .list(let words): for word in words { expand(word.parts, into: &items, &isCut) }
        case .numbers(let from, let through, let step, let width):
            for number in sequence(from, through, step, &isCut) { items.append(text(padded(number, width))) }
        case .characters(let from, let through, let step):
            for number in sequence(Int(from), Int(through), step, &isCut) {
                items.append(text(String(UnicodeScalar(UInt8(clamping: number)))))
            }
        }
    }

    private static func sequence(_ from: Int, _ through: Int, _ step: Int, _ isCut: inout Bool) -> [Int] {
        let distance = step == .min ? Int.max : max(abs(step), 1)
        var numbers: [Int] = []
        var number = from
        while from <= through ? number <= through : number >= through {
            guard numbers.count < Budget.braceWords else {
                isCut = true
                break
            }
            numbers.append(number)
            let (next, overflows) =
                from <= through ? number.addingReportingOverflow(distance) : number.subtractingReportingOverflow(distance)
            if overflows { break }
            number = next
        }
        return numbers
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = "\(number.magnitude)"
        let sign = number < 0 ? "-" : ""
        return sign + String(repeating: "0", count: max(0, width - digits.utf8.count - sign.utf8.count)) + digits
    }
}

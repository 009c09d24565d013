// SPDX-License-Identifier: Apache-2.0

/// International host names as the name system asks for them: `bücher.example` is `xn--bcher-kva.example` (RFC 3492, 5891).
enum Punycode {
    /// Lower case, with the dots and letters of full width that IDNA folds (UTS 46) as plain ones; labels with other letters in
    /// their ASCII form. Letters that are composed otherwise are composed first only as far as lower-casing does it.
    static func host(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 >= 0x80 }) else { return name }
        var folded = ""
        for scalar in name.lowercased().unicodeScalars {
            switch scalar.value {
            case 0x3002, 0xFF0E, 0xFF61: folded += "."
            case 0xFF01...0xFF5E: folded.unicodeScalars.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            // Nothing to be seen: IDNA leaves them out.
            case 0xAD, 0x200B...0x200D, 0x2060, 0xFEFF: continue
            default: folded.unicodeScalars.append(scalar)
            }
        }
        return folded.lowercased().split(separator: ".", omittingEmptySubsequences: false).map(label).joined(separator: ".")
    }

    private static func label(_ text: Substring) -> String {
        let scalars = text.unicodeScalars.map(\.value)
        guard scalars.contains(where: { $0 >= 0x80 }), scalars.count <= 256 else { return String(text) }
        var output = scalars.filter { $0 < 0x80 }.compactMap(Unicode.Scalar.init).map(String.init).joined()
        let basic = output.unicodeScalars.count
        if basic > 0 { output += "-" }
        var (code, delta, bias, done) = (128, 0, 72, basic)
        while done < scalars.count {
            guard let next = scalars.lazy.map(Int.init).filter({ $0 >= code }).min() else { break }
            delta += (next - code) * (done + 1)
            code = next
            for scalar in scalars.map(Int.init) {
                if scalar < code { delta += 1 }
                guard scalar == code else { continue }
                var (rest, step) = (delta, 36)
                while true {
                    let threshold = min(max(step - bias, 1), 26)
                    if rest < threshold { break }
                    output += digit(threshold + (rest - threshold) % (36 - threshold))
                    rest = (rest - threshold) / (36 - threshold)
                    step += 36
                }
                output += digit(rest)
                bias = adapted(delta, done + 1, isFirst: done == basic)
                delta = 0
                done += 1
            }
            delta += 1
            code += 1
        }
        return "xn--" + output
    }

    private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var step = 0
        while delta > 455 {
            delta /= 35
            step += 36
        }
        return step + 36 * delta / (delta + 38)
    }

    private static func digit(_ value: Int) -> String {
        String(UnicodeScalar(UInt8(value < 26 ? 97 + value : 22 + value)))
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Telephone numbers as E.164 writes them.
enum PhoneNumber {
    /// `+` and 7 to 15 digits, of what people and messengers write: `+49 (170) 123-45.67`, `0049…`, `whatsapp:+49…`,
    /// `49170…@s.whatsapp.net`.
    ///
    /// - Returns: nil if it is no number with a country code.
    static func canonical(_ text: String) -> String? {
        var rest = text[...]
        if let colon = rest.lastIndex(of: ":") { rest = rest[rest.index(after: colon)...] }
        var isMessenger = false
        if let at = rest.firstIndex(of: "@") {
            guard rest[at...].includes("whatsapp") || rest[at...] == "@c.us" else { return nil }
            rest = rest[..<at]
            isMessenger = true
        }
        var digits = ""
        var hasPlus = isMessenger
        for (index, character) in rest.enumerated() {
            switch character {
            case "0"..."9": digits.append(character)
            case "+" where index == 0: hasPlus = true
            case " ", "-", ".", "(", ")", "/", "\u{A0}": continue
            default: return nil
            }
        }
        if !hasPlus, digits.hasPrefix("00") {
            digits.removeFirst(2)
            hasPlus = true
        }
        guard hasPlus, (7...15).contains(digits.count), digits.first != "0" else { return nil }
        return "+" + digits
    }
}

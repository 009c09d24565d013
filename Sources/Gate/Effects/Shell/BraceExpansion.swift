// SPDX-License-Identifier: Apache-2.0

/// `{a,b}` of bash and zsh. Over-approximates plain `sh`, which leaves it as it is.
enum BraceExpansion {
    /// - Returns: The words that `raw` (with its quotes) stands for, or nil if it has no such list. At most 64.
    static func expand(_ raw: ArraySlice<UInt8>) -> [[UInt8]]? {
        guard raw.contains(UInt8(ascii: "{")) else { return nil }
        var done: [[UInt8]] = []
        var open: [[UInt8]] = [Array(raw)]
        while let word = open.popLast() {
            guard let (start, commas, end) = firstList(word), done.count + open.count < 64 else {
                done.append(word)
                continue
            }
            var bounds = [start]
            bounds += commas
            bounds.append(end)
            for index in (0..<(bounds.count - 1)).reversed() {
                let item = word[(bounds[index] + 1)..<bounds[index + 1]]
                open.append(Array(word[..<start]) + item + Array(word[(end + 1)...]))
            }
        }
        return done.count > 1 ? done : nil
    }

    private static func firstList(_ word: [UInt8]) -> (start: Int, commas: [Int], end: Int)? {
        var stack: [(start: Int, commas: [Int])] = []
        var index = 0
        while index < word.count {
            switch word[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "'"): index = word[(index + 1)...].firstIndex(of: UInt8(ascii: "'")) ?? word.count
            case UInt8(ascii: "\""):
                index += 1
                while index < word.count, word[index] != UInt8(ascii: "\"") { index += word[index] == UInt8(ascii: "\\") ? 2 : 1 }
            case UInt8(ascii: "$") where index + 1 < word.count && word[index + 1] == UInt8(ascii: "{"):
                index = word[index...].firstIndex(of: UInt8(ascii: "}")) ?? word.count
            case UInt8(ascii: "$") where index + 1 < word.count && word[index + 1] == UInt8(ascii: "("): return nil
            case UInt8(ascii: "{"): stack.append((index, []))
            case UInt8(ascii: ","):
                if !stack.isEmpty { stack[stack.count - 1].commas.append(index) }
            case UInt8(ascii: "}"):
                if let list = stack.popLast(), !list.commas.isEmpty { return (list.start, list.commas, index) }
            default: break
            }
            index += 1
        }
        return nil
    }
}

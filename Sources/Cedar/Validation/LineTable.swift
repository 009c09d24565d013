// SPDX-License-Identifier: Apache-2.0

/// Where the lines of a text begin, so that many places can be told without reading it again and again.
struct LineTable {
    private let source: SourceText
    private let starts: [Int]

    init(_ source: SourceText) {
        self.source = source
        var starts = [0]
        for (index, byte) in source.bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(index + 1) }
        self.starts = starts
    }

    /// The line and column (both from 1, columns in Unicode scalars) of a byte offset.
    func position(of offset: Int) -> (line: Int, column: Int) {
        var (low, high) = (0, starts.count)
        while low + 1 < high {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        let end = min(max(offset, starts[low]), source.bytes.count)
        let column = source.bytes[starts[low]..<end].reduce(1) { $0 + ($1 & 0b1100_0000 != 0b1000_0000 ? 1 : 0) }
        return (low + 1, column)
    }
}

/// The tables of the texts that policies come from.
struct LineTables {
    private var tables: [ObjectIdentifier: LineTable] = [:]

    mutating func table(of source: SourceText) -> LineTable {
        let key = ObjectIdentifier(source)
        if let known = tables[key] { return known }
        let table = LineTable(source)
        tables[key] = table
        return table
    }
}

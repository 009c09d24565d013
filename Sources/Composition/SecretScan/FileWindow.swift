// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Secrets

/// A file a window at a time: memory that is filled, looked at, and of which the end is kept for the next round.
struct FileWindow: ~Copyable {
    /// So much is read at a time: it stays in the processor's cache while it is looked at.
    private static let step = 1 << 20

    private let file: Int32
    private var memory: UnsafeMutableBufferPointer<UInt8>
    private var count = 0
    /// Where the window begins in the file.
    private(set) var base = 0

    /// Nil where the file cannot be read or is larger than `largest`.
    init?(path: String, largest: Int) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        let size = lseek(file, 0, SEEK_END)
        guard size <= largest, lseek(file, 0, SEEK_SET) == 0 else {
            close(file)
            return nil
        }
        self.file = file
        memory = .allocate(capacity: max(4096, min(2 * Self.step, Int(size) + 1)))
    }

    deinit {
        close(file)
        memory.deallocate()
    }

    /// What is in the window.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: memory[..<count]) }

    /// Reads on.
    /// - Returns: Whether there may be more.
    mutating func fill() -> Bool {
        if memory.count - count < Self.step, memory.count >= 2 * Self.step {
            // What is kept is nearly a window: a key block or a run without an end.
            let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * memory.count)
            for index in 0..<count { larger[index] = memory[index] }
            memory.deallocate()
            memory = larger
        }
        let end = min(memory.count, count + Self.step)
        while count < end {
            let read = read(file, memory.baseAddress.map { $0 + count }, end - count)
            if read < 0, errno == EINTR { continue }
            if read <= 0 { return false }
            count += read
        }
        return true
    }

    /// Forgets what no rule needs to see before `settled`, a place in the window, and cuts where UTF-16 is not cut in half.
    /// - Returns: How many bytes were forgotten.
    mutating func forget(before settled: Int) -> Int {
        var cut = settled - 2 * SecretScanner.context
        while cut > 1, memory[cut] == 0 || memory[cut - 1] == 0 { cut -= 1 }
        guard cut > 0, let start = memory.baseAddress else { return 0 }
        memmove(start, start + cut, count - cut)
        count -= cut
        base += cut
        return cut
    }
}

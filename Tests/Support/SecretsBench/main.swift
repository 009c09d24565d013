// SPDX-License-Identifier: Apache-2.0

// The scanner in process. `swift run -c release SecretsBench FILE…`: each file whole, and in pieces of 64 KB as tool output comes.

import Foundation
import Secrets

func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

let begin = processorTime()
SecretScanner.prepare()
print("ready after \(Int((processorTime() - begin) * 1e6)) µs of processor time")
let scanner = SecretScanner()

for path in CommandLine.arguments.dropFirst() {
    guard let data = FileManager.default.contents(atPath: path) else {
        print("\(path) cannot be read")
        continue
    }
    let bytes = [UInt8](data)
    var best = Double.infinity
    var count = 0
    for _ in 0..<5 {
        let start = processorTime()
        count = scanner.findings(in: bytes).count
        best = min(best, processorTime() - start)
    }
    print("\(path): \(bytes.count) bytes, \(count) findings, \(Int(Double(bytes.count) / 1e6 / best)) MB/s, best of 5")
    var pieces: [Double] = []
    bytes.withUnsafeBufferPointer { all in
        for start in stride(from: 0, to: all.count - (64 << 10), by: 64 << 10) {
            let piece = UnsafeBufferPointer(rebasing: all[start..<(start + (64 << 10))])
            let begin = processorTime()
            _ = scanner.findings(in: piece)
            pieces.append(processorTime() - begin)
        }
    }
    pieces.sort()
    guard !pieces.isEmpty else { continue }
    let (middle, high) = (pieces[pieces.count / 2], pieces[pieces.count * 99 / 100])
    print("    \(pieces.count) pieces of 64 KB: p50 \(Int(middle * 1e6)) µs, p99 \(Int(high * 1e6)) µs")
}

// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client

/// The part of ``HistoryChecker`` that follows each reader of the event stream.
struct StreamChecker {
    private var violations: [HistoryChecker.Violation] = []
    private let history: History
    private var final: [String: MessageRecord] = [:]

    /// What one reader knows.
    private struct Reader {
        var position: StreamPosition
        /// Text by message, as put together from deltas.
        var texts: [String: [UInt8]] = [:]
        var finals: [String: String] = [:]
        var resolved: [String: Int] = [:]
    }

    init(_ history: History) {
        self.history = history
        for case .messages(_, let list) in history.entries { for message in list { final[message.id] = message } }
    }

    func check() -> [HistoryChecker.Violation] {
        var copy = self
        return copy.run()
    }

    private mutating func report(_ rule: HistoryChecker.Rule, _ detail: String) {
        violations.append(HistoryChecker.Violation(rule: rule, detail: detail))
    }

    private mutating func run() -> [HistoryChecker.Violation] {
        var readers: [Int: Reader] = [:]
        for entry in history.entries {
            switch entry {
            case .streamBegan(let number, let position):
                if let known = readers[number], known.position != position {
                    report(.eventSeqGap, "reader \(number) stood at \(known.position) and went on at \(position)")
                }
                if readers[number] == nil { readers[number] = Reader(position: position) }
            case .event(let number, let event):
                guard var reader = readers[number] else { continue }
                take(event, number, &reader)
                readers[number] = reader
            case .streamEnded(let position):
                for (number, reader) in readers
                where reader.position.seq < position.seq || reader.position.epoch != position.epoch {
                    report(.eventsMissing, "reader \(number) stands at \(reader.position), the stream at \(position)")
                }
            default: break
            }
        }
        for (number, reader) in readers { finish(reader, number) }
        return violations
    }

    private mutating func take(_ event: UserEvent, _ number: Int, _ reader: inout Reader) {
        if event.known == .gap { report(.eventSeqGap, "reader \(number) was told of a gap: \(event.data.canonical)") }
        if let position = event.position {
            if position.epoch != reader.position.epoch || position.seq != reader.position.seq + 1 {
                report(.eventSeqGap, "reader \(number) stood at \(reader.position), then came \(position)")
            }
            reader.position = position
        }
        switch event.known {
        case .messageDelta: takeDelta(event.data, number, &reader)
        case .messageFinalized:
            guard let id = event.data["message"]?["message_id"]?.stringValue,
                let text = event.data["message"]?["text"]?.stringValue
            else { return }
            if let before = reader.finals[id], before != text { report(.answerChanged, "\(id) was final before") }
            reader.finals[id] = text
        case .approvalResolved:
            let id = event.data["approval"]?["approval_id"]?.stringValue ?? ""
            reader.resolved[id, default: 0] += 1
            if reader.resolved[id] == 2 { report(.approvalResolvedTwice, "\(id), seen by reader \(number)") }
        default: break
        }
    }

    /// What is there already must be repeated as it was; what is new begins where the old ends.
    private mutating func takeDelta(_ data: JSONValue, _ number: Int, _ reader: inout Reader) {
        guard let id = data["message_id"]?.stringValue, let delta = data["delta"]?.stringValue,
            let start = data["offset"]?.intValue
        else { return }
        // After the end only what was under way before it may come, and it must agree.
        var text = reader.finals[id].map { Array($0.utf8) } ?? reader.texts[id] ?? []
        let offset = Int(start)
        guard offset <= text.count else { return report(.deltaGap, "\(id) has \(text.count) bytes, a delta begins at \(offset)") }
        let bytes = Array(delta.utf8)
        let overlap = min(text.count - offset, bytes.count)
        if text[offset..<offset + overlap] != bytes[..<overlap] {
            report(.deltaContradicts, "\(id) at \(offset), seen by reader \(number)")
        }
        text += bytes[overlap...]
        reader.texts[id] = text
    }

    private mutating func finish(_ reader: Reader, _ number: Int) {
        for (id, text) in reader.texts {
            guard let message = final[id], message.state == .final else { continue }
            if !Array(message.text.utf8).starts(with: text) {
                report(
                    .streamedTextDiffers,
                    "\(id): reader \(number) saw \(String(decoding: text, as: UTF8.self)), it is \(message.text)"
                )
            }
        }
        for (id, text) in reader.finals {
            if let message = final[id], message.text != text { report(.answerChanged, "\(id): \(text) became \(message.text)") }
        }
    }
}

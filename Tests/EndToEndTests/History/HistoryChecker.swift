// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client

/// Says what in a history breaks a promise (DESIGN.md, section 1: nothing acknowledged is lost, and takes effect once).
struct HistoryChecker {
    enum Rule: String, Sendable, CaseIterable {
        case acknowledgedMessageLost
        case messageTwice
        case refusedMessageThere
        case messageOrder
        case messageSeqGap
        case messageText
        case eventSeqGap
        case eventsMissing
        case deltaGap
        case deltaContradicts
        case streamedTextDiffers
        case noAnswer
        case answerTwice
        case answerChanged
        case executedTwice
        case notExecuted
        case executionOrder
        case executedWithoutMessage
        case executedWithoutApproval
        case approvalNotRedeemedOnce
        case approvalResolvedTwice
        case decisionLost
    }

    struct Violation: Sendable, CustomStringConvertible {
        let rule: Rule
        let detail: String
        var description: String { "\(rule.rawValue): \(detail)" }
    }

    /// What the connector says of an answer that it could not finish: nobody knows how much of it happened.
    static let restartNote = "The connector was restarted"

    /// What the demonstration says when a question was not answered with yes.
    static let refusals = ["Denied", "did not run"]

    /// One send, from its beginning to its end.
    struct Send {
        let operation: Int
        let message: History.Message
        let began: Int
        var ended: Int?
        var ending: History.Ending?
    }

    var sends: [Send] = []
    var messages: [String: [MessageRecord]] = [:]
    var approvals: [ApprovalRecord] = []
    var decisions: [String: ApprovalDecision] = [:]
    var redemptions: [String: Int] = [:]
    /// Sessions that somebody tried to cancel: what ran in them may end as cancelled.
    var cancelledSessions: Set<String> = []
    var executed: [[String]] = []
    let entries: [History.Entry]
    private var violations: [Violation] = []

    static func check(_ history: History) -> [Violation] {
        var checker = HistoryChecker(history)
        checker.checkMessages()
        checker.checkAnswers()
        checker.checkExecutions()
        checker.checkApprovals()
        checker.violations += StreamChecker(history).check()
        return checker.violations
    }

    private init(_ history: History) {
        entries = history.entries
        var place: [Int: Int] = [:]
        for (index, entry) in entries.enumerated() {
            switch entry {
            case .sendBegan(let operation, let message):
                place[operation] = sends.count
                sends.append(Send(operation: operation, message: message, began: index))
            case .sendEnded(let operation, let ending):
                guard let position = place[operation] else { continue }
                sends[position].ended = index
                sends[position].ending = ending
            case .cancelBegan(let session): cancelledSessions.insert(session)
            case .decided(let id, let decision): decisions[id] = decision
            case .messages(let session, let list): messages[session] = list
            case .approvals(let list): approvals = list
            case .redeemed(let id): redemptions[id, default: 0] += 1
            case .executed(let words): executed.append(words)
            case .cancelled, .streamBegan, .event, .crashed, .streamEnded: break
            }
        }
    }

    private mutating func report(_ rule: Rule, _ detail: String) { violations.append(Violation(rule: rule, detail: detail)) }

    /// The sends of one message: one, or more under the same idempotency key.
    private var sendsByWord: [String: [Send]] { Dictionary(grouping: sends, by: \.message.word) }

    // MARK: Messages

    private mutating func checkMessages() {
        for (session, list) in messages {
            for (index, message) in list.enumerated() where message.seq != Int64(index + 1) {
                report(.messageSeqGap, "\(session): message \(index + 1) has seq \(message.seq)")
                break
            }
        }
        for (word, sends) in sendsByWord {
            guard let message = sends.first?.message else { continue }
            let there = (messages[message.sessionID] ?? []).filter { $0.role == .user && $0.text == message.text }
            if there.count > 1 { report(.messageTwice, "\(word) is there \(there.count) times") }
            let acknowledged = sends.compactMap { send -> String? in
                if case .ok(let id, _)? = send.ending { id } else { nil }
            }
            for id in acknowledged where !there.contains(where: { $0.id == id }) {
                let sameID = messages[message.sessionID]?.first { $0.id == id }
                if let sameID {
                    report(.messageText, "\(word) became \(sameID.text)")
                } else {
                    report(.acknowledgedMessageLost, "\(word) was acknowledged as \(id)")
                }
            }
            let isRefused = sends.allSatisfy { if case .failed? = $0.ending { true } else { false } }
            if isRefused, !there.isEmpty { report(.refusedMessageThere, word) }
        }
        checkOrder()
    }

    /// What was acknowledged before another began comes before it.
    private mutating func checkOrder() {
        for (session, sends) in Dictionary(grouping: sends, by: \.message.sessionID) {
            var seqs: [String: Int64] = [:]
            for message in messages[session] ?? [] { seqs[message.id] = message.seq }
            let known = sends.compactMap { send -> (began: Int, ended: Int, seq: Int64, word: String)? in
                guard case .ok(let id, _)? = send.ending, let ended = send.ended, let seq = seqs[id] else { return nil }
                return (send.began, ended, seq, send.message.word)
            }
            for earlier in known {
                for later in known where later.word != earlier.word && earlier.ended < later.began && earlier.seq > later.seq {
                    report(.messageOrder, "\(earlier.word) was acknowledged before \(later.word) began, and comes after it")
                }
            }
        }
    }

    // MARK: Answers

    private func answers(to message: MessageRecord) -> [MessageRecord] {
        guard let interaction = message.interactionID else { return [] }
        return (messages[message.sessionID] ?? []).filter { $0.role == .agent && $0.interactionID == interaction }
    }

    private mutating func checkAnswers() {
        for list in messages.values {
            for message in list where message.role == .user {
                let answers = answers(to: message)
                if answers.isEmpty { report(.noAnswer, message.text) }
                if answers.count > 1 { report(.answerTwice, message.text) }
                for answer in answers where answer.state != .final { report(.noAnswer, "\(message.text): not final") }
            }
        }
    }

    // MARK: Executions

    private mutating func checkExecutions() {
        let counts = Dictionary(executed.joined().map { ($0, 1) }, uniquingKeysWith: +)
        let known = sendsByWord
        for (word, count) in counts {
            guard let sends = known[word], let message = sends.first?.message else {
                report(.executedWithoutMessage, word)
                continue
            }
            if count > 1 { report(.executedTwice, "\(word): \(count) times") }
            if !(messages[message.sessionID] ?? []).contains(where: { $0.role == .user && $0.text == message.text }) {
                report(.executedWithoutMessage, "\(word) ran, and its message is not there")
            }
        }
        for list in messages.values {
            for message in list where message.role == .user {
                guard let word = known.first(where: { $0.value.first?.message.text == message.text })?.key, counts[word] == nil
                else { continue }
                guard let answer = answers(to: message).first else { continue }
                let isCancelled = answer.finishReason == "cancelled" && cancelledSessions.contains(message.sessionID)
                let isAsking = known[word]?.first?.message.kind == .asking
                let isRefused = isAsking && Self.refusals.contains { answer.text.contains($0) }
                if !answer.text.contains(Self.restartNote), !isCancelled, !isRefused {
                    report(.notExecuted, "\(word) is answered with: \(answer.text)")
                }
            }
        }
        checkExecutionOrder(known)
    }

    /// A session's commands run one after the other, in the order of its messages.
    private mutating func checkExecutionOrder(_ known: [String: [Send]]) {
        for words in executed { checkExecutionOrder(of: words, known) }
    }

    private mutating func checkExecutionOrder(of words: [String], _ known: [String: [Send]]) {
        var last: [String: Int64] = [:]
        for word in words {
            guard let message = known[word]?.first?.message,
                let seq = messages[message.sessionID]?.first(where: { $0.role == .user && $0.text == message.text })?.seq
            else { continue }
            if let before = last[message.sessionID], before > seq { report(.executionOrder, "\(word) ran after a later message") }
            last[message.sessionID] = max(last[message.sessionID] ?? 0, seq)
        }
    }

    // MARK: Approvals

    private mutating func checkApprovals() {
        let byID = Dictionary(approvals.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        for (id, decision) in decisions {
            let status = byID[id]?.status
            if status != (decision == .approve ? .approved : .denied) {
                report(.decisionLost, "\(id): \(decision.rawValue) was acknowledged, it is \(status?.rawValue ?? "not there")")
            }
        }
        for (word, sends) in sendsByWord where sends.first?.message.kind == .asking && executed.joined().contains(word) {
            guard let text = sends.first?.message.text, let session = sends.first?.message.sessionID else { continue }
            let interaction = messages[session]?.first { $0.role == .user && $0.text == text }?.interactionID
            let asked = approvals.filter { $0.interactionID == interaction }
            guard let approved = asked.first(where: { $0.status == .approved }) else {
                report(.executedWithoutApproval, "\(word): \(asked.map(\.status.rawValue))")
                continue
            }
            if redemptions[approved.id] != 1 {
                report(.approvalNotRedeemedOnce, "\(word): \(redemptions[approved.id] ?? 0) times")
            }
        }
        for (id, count) in redemptions where count > 1 { report(.approvalNotRedeemedOnce, "\(id): \(count) times") }
    }
}

// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import Synchronization

/// Everything that clients did and everything that anybody saw, in the order in which it was recorded.
///
/// Operations are recorded twice, when they begin and when they end, as in Jepsen: `ok` is acknowledged, `failed` surely
/// had no effect, `unknown` may have had one. What ``HistoryChecker`` says rests on nothing else.
struct History: Sendable {
    /// What a client wants of the agent. Each carries a word that occurs nowhere else, by which its traces are found.
    struct Message: Sendable, Hashable {
        enum Kind: String, Sendable, CaseIterable {
            /// Leaves its word in the workspace.
            case plain
            /// Leaves its word, then prints for a while.
            case slow
            /// Leaves its word outside of the workspace, which needs an approval.
            case asking
        }

        let word: String
        let kind: Kind
        let sessionID: String
        let text: String
    }

    enum Ending: Sendable {
        case ok(messageID: String, interactionID: String)
        case failed(String)
        case unknown(String)
    }

    enum Entry: Sendable {
        case sendBegan(operation: Int, Message)
        case sendEnded(operation: Int, Ending)
        case cancelBegan(sessionID: String)
        /// Acknowledged: the hub named what it cancelled.
        case cancelled(interactionIDs: [String])
        case decided(approvalID: String, ApprovalDecision)
        /// A reader's stream began anew, after this position.
        case streamBegan(reader: Int, after: StreamPosition)
        case event(reader: Int, UserEvent)
        case crashed(String)
        // At the end, when everything is quiet:
        case messages(sessionID: String, [MessageRecord])
        case approvals([ApprovalRecord])
        /// The hub's audit log: an approval was handed out.
        case redeemed(approvalID: String)
        /// Where the stream stood when all was quiet; every reader has got there.
        case streamEnded(at: StreamPosition)
        /// The words that commands left in one file, in the order in which they ran.
        case executed([String])
    }

    private(set) var entries: [Entry] = []

    mutating func append(_ entry: Entry) { entries.append(entry) }
}

/// Where concurrent clients write their history.
final class HistoryRecorder: Sendable {
    private let history = Mutex(History())
    private let next = Mutex(0)

    func record(_ entry: History.Entry) { history.withLock { $0.append(entry) } }

    func newOperation() -> Int {
        next.withLock { next in
            next += 1
            return next
        }
    }

    /// How much was recorded.
    var count: Int { history.withLock { $0.entries.count } }

    var snapshot: History { history.withLock { $0 } }
}

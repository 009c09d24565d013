// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Logging

/// One answer on its way: the runtime appends, the text is stored here first and then streamed to the hub.
///
/// Deltas carry their offset, so that a repeat after a lost answer adds nothing. While one is under way the next gathers.
actor AnswerStream {
    let interactionID: String
    private let sessionID: String
    private let store: ConnectorStore
    private let api: BridgeAPI
    private let logger: Logger

    private var messageID: String?
    private var text: [UInt8]
    private var sent = 0
    private var finishReason: FinishReason?
    private var isFull = false
    private var waiter: CheckedContinuation<Void, Never>?

    /// Room for a last line below the protocol's limit.
    private static let textLimit = Limits.text - 512
    /// One delta at most.
    private static let chunk = 16 << 10
    /// Between deltas, so that a flood of small ones stays within the hub's limits.
    private static let spacing = Duration.milliseconds(40)

    init(answer: ConnectorStore.Answer, store: ConnectorStore, api: BridgeAPI, logger: Logger) {
        interactionID = answer.interactionID
        sessionID = answer.sessionID
        messageID = answer.messageID
        text = Array(answer.text.utf8)
        finishReason = answer.finishReason
        self.store = store
        self.api = api
        self.logger = logger
    }

    /// Adds text. Beyond what a message can hold a last line says so, once.
    func append(_ piece: String) async {
        guard !piece.isEmpty, finishReason == nil, !isFull else { return }
        var piece = piece.withoutNUL
        let room = Self.textLimit - text.count
        if piece.utf8.count > room {
            isFull = true
            piece = piece.prefix(utf8Bytes: room) + "\n\n… (the rest is longer than a message can be; it stays on this machine)"
        }
        do {
            try await store.append(piece, toAnswer: interactionID)
        } catch {
            logger.error("the answer cannot be stored", metadata: ["reason": "\(error)"])
        }
        text += Array(piece.utf8)
        wake()
    }

    /// No more text comes.
    /// - Parameter updateID: The update that is done with this.
    func finish(_ reason: FinishReason, updateID: Int64?) async {
        guard finishReason == nil else { return }
        do {
            try await store.end(answer: interactionID, reason: reason, updateID: updateID)
        } catch {
            logger.error("the answer's end cannot be stored", metadata: ["reason": "\(error)"])
        }
        finishReason = reason
        wake()
    }

    private func wake() {
        waiter?.resume()
        waiter = nil
    }

    /// Delivers until the end is delivered. Cancelling leaves the rest for the next start.
    func deliver() async {
        do {
            try await deliverAll()
            try await store.remove(answer: interactionID)
        } catch is CancellationError {
            // The next start goes on.
        } catch let error as WireError {
            logger.warning("the hub refused an answer", metadata: ["code": "\(error.code)", "message": "\(error.message)"])
            try? await store.remove(answer: interactionID)
        } catch {
            logger.error("an answer cannot be delivered", metadata: ["reason": "\(error)"])
        }
    }

    private func deliverAll() async throws {
        let messageID = try await placeholder()
        while true {
            try Task.checkCancellation()
            if sent < text.count {
                try await sendDelta(to: messageID)
                try await Task.sleep(for: Self.spacing)
            } else if let finishReason {
                let end = SendMessageEnd(
                    messageID: messageID,
                    text: String(decoding: text, as: UTF8.self),
                    finishReason: finishReason
                )
                _ = try await api.postUntilAnswered("sendMessageEnd", end.json)
                return
            } else {
                await waitForMore()
            }
        }
    }

    private func waitForMore() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard sent == text.count, finishReason == nil, !Task.isCancelled else {
                    continuation.resume()
                    return
                }
                waiter = continuation
            }
        } onCancel: {
            Task { await self.wake() }
        }
    }

    private func placeholder() async throws -> String {
        if let messageID { return messageID }
        let body = SendMessage(sessionID: sessionID, interactionID: interactionID, text: "")
        let result = try await api.postUntilAnswered("sendMessage", body.json, idempotencyKey: "answer-\(interactionID)")
        let id = try Fields(result).string("message_id")
        try await store.set(messageID: id, ofAnswer: interactionID)
        messageID = id
        return id
    }

    private func sendDelta(to messageID: String) async throws {
        var end = min(text.count, sent + Self.chunk)
        // Not inside a character.
        while end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
        let delta = SendMessageDelta(
            messageID: messageID,
            delta: String(decoding: text[sent..<end], as: UTF8.self),
            offset: Int64(sent)
        )
        do {
            _ = try await api.postUntilAnswered("sendMessageDelta", delta.json)
            sent = end
        } catch let error as WireError where error.is(.deltaGap) {
            // The hub has less than we thought: go back to where it is.
            guard let expected = error.details?["expected_offset"]?.intValue, (0..<Int64(sent)).contains(expected) else {
                throw error
            }
            sent = Int(expected)
        }
    }
}

extension String {
    /// As many whole characters as fit into so many UTF-8 bytes.
    func prefix(utf8Bytes count: Int) -> String {
        var end = utf8.index(utf8.startIndex, offsetBy: max(0, count), limitedBy: utf8.endIndex) ?? utf8.endIndex
        while end > utf8.startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}

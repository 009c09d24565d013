// SPDX-License-Identifier: Apache-2.0

import Calls
import NIOCore
import Synchronization

/// The wire side of a ``GateClient``: numbers requests and hands each answer to who waits for it.
final class GateClientConnection: Sendable {
    private struct State {
        var channel: (any Channel)?
        var isClosed = false
        var nextID: Int64 = 0
        var waiting: [Int64: CheckedContinuation<Result<JSONValue, GateClientError>, Never>] = [:]
    }

    private let state = Mutex(State())

    func makeHandler() -> some ChannelInboundHandler { Handler(connection: self) }

    func start(_ channel: any Channel) { state.withLock { $0.channel = channel } }

    func close() async {
        let channel = state.withLock { $0.channel }
        try? await channel?.close()
        end(.connectionLost)
    }

    func ask(_ members: [String: JSONValue], timeout: Duration?) async throws(GateClientError) -> JSONValue {
        let (id, channel) = state.withLock { state -> (Int64, (any Channel)?) in
            state.nextID += 1
            return (state.nextID, state.isClosed ? nil : state.channel)
        }
        guard let channel else { throw .connectionLost }
        var members = members
        members["id"] = .int(id)
        var bytes = JSONValue.object(members).canonicalBytes
        guard bytes.count <= LineReader.limit else {
            throw .refused(code: "line_too_long", message: "the question has more than \(LineReader.limit) bytes")
        }
        bytes.append(UInt8(ascii: "\n"))
        var buffer = channel.allocator.buffer(capacity: bytes.count)
        buffer.writeBytes(bytes)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<JSONValue, GateClientError>, Never>) in
                let isOpen = state.withLock { state in
                    guard !state.isClosed else { return false }
                    state.waiting[id] = continuation
                    return true
                }
                guard isOpen else { return continuation.resume(returning: .failure(.connectionLost)) }
                if Task.isCancelled { return finish(id, .failure(.connectionLost)) }
                channel.writeAndFlush(buffer).whenFailure { _ in self.finish(id, .failure(.connectionLost)) }
                if let timeout {
                    let nanoseconds = timeout.components.seconds * 1_000_000_000 + timeout.components.attoseconds / 1_000_000_000
                    channel.eventLoop.scheduleTask(in: .nanoseconds(nanoseconds)) { self.finish(id, .failure(.timedOut)) }
                }
            }
        } onCancel: {
            finish(id, .failure(.connectionLost))
        }
        return try result.get()
    }

    private func finish(_ id: Int64, _ result: Result<JSONValue, GateClientError>) {
        state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: result)
    }

    private func received(_ line: [UInt8]) {
        guard let json = try? JSONValue(parsing: line) else { return end(.badAnswer("not JSON")) }
        guard let id = json["id"]?.intValue else {
            // An answer to no question: the gate refuses the whole connection.
            return end(
                .refused(
                    code: json["error"]?["code"]?.stringValue ?? "unknown",
                    message: json["error"]?["message"]?.stringValue ?? "no message"
                )
            )
        }
        finish(id, .success(json))
    }

    private func end(_ error: GateClientError) {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume(returning: .failure(error)) }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let connection: GateClientConnection
        private var reader = LineReader()

        init(connection: GateClientConnection) { self.connection = connection }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var buffer = unwrapInboundIn(data)
            do {
                for line in try reader.append(&buffer) { connection.received(line) }
            } catch {
                connection.end(.badAnswer("a line too long"))
                context.close(promise: nil)
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            connection.end(.connectionLost)
            context.fireChannelInactive()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}

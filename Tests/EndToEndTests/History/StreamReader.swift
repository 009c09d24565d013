// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Client
import Synchronization

/// A page that stays open: reads the stream, comes back where it was after every break, records what it sees.
final class StreamReader: Sendable {
    private let number: Int
    private let client: HubClient
    private let recorder: HistoryRecorder
    private let state: Mutex<StreamPosition>

    init(number: Int, client: HubClient, from position: StreamPosition, recorder: HistoryRecorder) {
        (self.number, self.client, self.recorder) = (number, client, recorder)
        state = Mutex(position)
    }

    var position: StreamPosition { state.withLock { $0 } }

    /// Reads until cancelled. `seen` is told of every event.
    func run(seen: @Sendable (UserEvent) -> Void = { _ in }) async {
        while !Task.isCancelled {
            let from = position
            recorder.record(.streamBegan(reader: number, after: from))
            do {
                for try await event in client.events(after: from) {
                    recorder.record(.event(reader: number, event))
                    if let position = event.position { state.withLock { $0 = position } }
                    seen(event)
                }
            } catch {
                // The hub is gone; it comes back.
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }
}

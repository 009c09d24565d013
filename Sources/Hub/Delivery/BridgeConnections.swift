// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Synchronization

/// Which installation is connected here: one connection each, the newest.
final class BridgeConnections: Sendable {
    private let connections = Mutex<[String: BridgeConnection]>([:])

    @Sendable func isOnline(_ installationID: String) -> Bool {
        connections.withLock { $0[installationID] != nil }
    }

    /// Takes a connection in and closes the one that it displaces.
    /// - Returns: False if a newer one is there already.
    func add(_ connection: BridgeConnection) -> Bool {
        let (isNewest, displaced) = connections.withLock { connections -> (Bool, BridgeConnection?) in
            let current = connections[connection.installationID]
            if let current, current.generation > connection.generation { return (false, nil) }
            connections[connection.installationID] = connection
            return (true, current)
        }
        displaced?.close(BridgeCloseCode.displaced, reason: "a newer connection of this installation took over")
        return isNewest
    }

    /// - Returns: Whether it was the installation's current one, so that the installation is offline now.
    func remove(_ connection: BridgeConnection) -> Bool {
        connections.withLock { connections in
            guard connections[connection.installationID] === connection else { return false }
            connections[connection.installationID] = nil
            return true
        }
    }

    func deliver(_ update: Update) {
        connections.withLock { $0[update.installationID] }?.deliver(update)
    }

    /// Closes the connection of a revoked installation.
    func revoke(_ installationID: String) {
        connections.withLock { $0[installationID] }?
            .close(BridgeCloseCode.revoked, reason: "this installation was revoked")
    }

    /// Closes the connection that a revoked token opened, if it is still there.
    func revoke(secretHash: String) {
        let opened = connections.withLock { $0.values.filter { $0.secretHash == secretHash } }
        for connection in opened { connection.close(BridgeCloseCode.revoked, reason: "this token was revoked") }
    }

    /// Pings, looks for missing pongs and for leases that ran out.
    func tick() {
        for connection in connections.withLock({ Array($0.values) }) { connection.tick() }
    }
}

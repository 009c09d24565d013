// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A hub and a connector that can be killed and started again.
actor Deployment {
    enum Form: String, Sendable, CaseIterable {
        /// `hub serve` and `connect --demo`.
        case separate
        /// `up`.
        case together
    }

    enum Part: String, Sendable, CaseIterable {
        case hub
        case connector
        case both
    }

    let machine: Machine
    let form: Form
    private var hubEnvironment: [String: String]
    /// For the hub, once everything is paired and signed in.
    private let lateHubEnvironment: [String: String]
    private let connectorEnvironment: [String: String]
    private var hub: Child?
    private var connector: Child?

    /// - Parameter defects: Names for `DRAWBRIDGE_TEST_DEFECT`; each process takes those that are its own.
    init(machine: Machine, form: Form, defects: [String] = []) {
        (self.machine, self.form) = (machine, form)
        func environment(of parts: [String]) -> [String: String] {
            let own = defects.filter { defect in parts.contains { defect.hasPrefix($0) } }
            return ["DRAWBRIDGE_TEST_EXPIRY_MS": "2500", "DRAWBRIDGE_TEST_DEFECT": own.joined(separator: ",")]
        }
        hubEnvironment = environment(of: ["hub"])
        lateHubEnvironment = environment(of: ["hub", "storage"])
        connectorEnvironment = environment(of: ["connector"])
    }

    /// Plants what would not even let anybody sign in.
    func plantLateDefects() async throws {
        guard lateHubEnvironment != hubEnvironment else { return }
        hubEnvironment = lateHubEnvironment
        kill(.hub)
        try await restart()
    }

    /// The first start: with separate processes, pairs as well.
    func start() async throws {
        guard form == .separate else {
            hub = try await machine.up(environment: connectorEnvironment).process
            return
        }
        try await startHub()
        _ = try await machine.pair(machine.signIn())
        try startConnector()
    }

    private func startHub() async throws { hub = try await machine.hub(environment: hubEnvironment) }

    private func startConnector() throws { connector = try machine.connector(environment: connectorEnvironment) }

    /// kill -9, without a warning.
    func kill(_ part: Part) {
        if form == .together || part != .connector { hub?.signal(SIGKILL) }
        if part != .hub { connector?.signal(SIGKILL) }
    }

    /// Starts again what is not there.
    func restart() async throws {
        if let hub, try await isGone(hub) {
            if form == .together {
                self.hub = try await machine.up(environment: connectorEnvironment).process
            } else {
                try await startHub()
            }
        }
        if let connector, try await isGone(connector) { try startConnector() }
    }

    private func isGone(_ child: Child) async throws -> Bool {
        // A process that was killed a moment ago may take one more.
        for _ in 0..<20 where child.isRunning { try await Task.sleep(for: .milliseconds(5)) }
        return !child.isRunning
    }
}

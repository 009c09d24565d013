// SPDX-License-Identifier: Apache-2.0

internal import Calls
internal import Gate
public import Logging
internal import ServiceLifecycle

/// A gate without hub or connector, for runtimes that only want to be judged. Nobody can be asked: questions are denied.
public enum GateAlone {
    /// Runs until a signal.
    ///
    /// - Parameter started: Is told the socket's path.
    public static func run(
        folder: DataFolder,
        logger: Logger,
        started: @escaping @Sendable (String) -> Void
    ) async throws {
        try folder.prepare()
        let service = GateAloneService(folder: folder, logger: logger, started: started)
        try await ServiceGroup.runUntilSignal([service], logger: logger)
    }
}

private struct GateAloneService: Service {
    let folder: DataFolder
    let logger: Logger
    let started: @Sendable (String) -> Void

    func run() async throws {
        let host = try await GateHost.start(folder: folder, endpoints: [], approver: DenyingApprover(), logger: logger)
        started(folder.gateSocket)
        try? await gracefulShutdown()
        await host.stop()
    }
}

// SPDX-License-Identifier: Apache-2.0

internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

extension ServiceGroup {
    /// Runs services until one of them ends or fails, or until Ctrl-C or SIGTERM asks all of them to stop gracefully.
    /// What does not stop within ten seconds is cancelled.
    static func runUntilSignal(_ services: [any Service], logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigint, .sigterm],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        try await ServiceGroup(configuration: configuration).run()
    }
}

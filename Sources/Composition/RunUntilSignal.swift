// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Logging
internal import NIOCore
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
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ListenError.portInUse
        }
    }
}

/// Why a hub cannot listen.
public enum ListenError: Error, Sendable, CustomStringConvertible {
    case portInUse

    public var description: String {
        switch self {
        case .portInUse: "the port is in use by another program; stop it, or take another one with --port (hub serve: --listen)"
        }
    }
}

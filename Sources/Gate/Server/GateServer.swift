// SPDX-License-Identifier: Apache-2.0

import CPlatform
import Calls
public import Logging
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Carries requests to a ``GateService`` over a Unix socket: one JSON object a line, answers with the request's `id`,
/// in any order.
///
/// Only processes of this user are served; the socket lies in a folder that only this user can enter. It is for
/// judging alone: no request changes policies, settings or the gate's state.
public final class GateServer: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel
    private let service: GateService
    public let path: String

    private init(group: MultiThreadedEventLoopGroup, channel: any Channel, service: GateService, path: String) {
        self.group = group
        self.channel = channel
        self.service = service
        self.path = path
    }

    /// Starts to listen.
    ///
    /// - Throws: ``GateServerError``; NIO's errors if the system has no sockets left.
    public static func start(path: String, service: GateService, logger: Logger, threads: Int = 2) async throws -> GateServer {
        try SocketFolder.prepare(socket: path)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let counter = ConnectionCounter()
        do {
            let channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 128)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try PeerCheck.require(channel)
                        try channel.pipeline.syncOperations.addHandler(
                            GateConnection(service: service, number: counter.next(), logger: logger)
                        )
                    }
                }
                .bind(unixDomainSocketPath: path)
                .get()
            chmod(path, 0o600)
            return GateServer(group: group, channel: channel, service: service, path: path)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Stops listening, ends open questions as cancelled and closes every connection.
    public func stop() async {
        try? await channel.close()
        service.stop()
        try? await group.shutdownGracefully()
        unlink(path)
    }
}

/// Whoever is at the other end must be this user.
enum PeerCheck {
    struct WrongUser: Error, CustomStringConvertible {
        let user: uid_t
        var description: String { "the other end of the gate's socket is user \(user), not \(geteuid())" }
    }

    static func require(_ channel: any Channel) throws {
        let user = try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
            descriptor in
            var user: uid_t = 0
            guard cplatform_peer_user(descriptor, &user) == 0 else {
                throw GateServerError.system(call: "getpeereid", path: "the socket", code: errno)
            }
            return user
        }
        guard let user, user == geteuid() else { throw WrongUser(user: user ?? uid_t.max) }
    }
}

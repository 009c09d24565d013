// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Composition
import Hub

struct HubCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub",
        abstract: "The hub alone: what browsers, phones and connectors talk to.",
        subcommands: [Serve.self, SignIn.self]
    )

    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "serve",
            abstract: "Run a hub.",
            discussion: """
                Beyond this machine a hub stands behind a TLS proxy: --listen 127.0.0.1:8787 --public-url https://hub.example.org.
                Print a link to sign in with: drawbridge hub sign-in-link
                """
        )

        @OptionGroup var options: DataOptions

        @Option(help: ArgumentHelp("Where to listen.", valueName: "host:port"))
        var listen = "127.0.0.1:8787"

        @Option(help: ArgumentHelp("The address that people use.", valueName: "url"))
        var publicUrl: String?

        func run() async throws {
            let (host, port) = try Self.split(listen)
            let logger = Output.logger(isVerbose: options.verbose)
            let server = try await HubHost(
                folder: options.folder,
                listenHost: host,
                port: port,
                publicURL: publicUrl,
                logger: logger
            )
            try await server.run { Output.answer("hub: \(server.origins.own)") }
        }

        /// `HOST:PORT`, `[::1]:PORT`.
        static func split(_ text: String) throws -> (host: String, port: Int) {
            guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
                throw ValidationError("--listen takes HOST:PORT, for example 127.0.0.1:8787, not \"\(text)\"")
            }
            var host = text[..<colon]
            if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
            guard !host.isEmpty else { throw ValidationError("--listen takes HOST:PORT, and the host is missing") }
            return (String(host), Int(port))
        }
    }

    struct SignIn: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign-in-link",
            abstract: "Print a link that signs its first user in, within ten minutes.",
            discussion: "The link is the owner's key: do not pass it on. It works once."
        )

        @OptionGroup var options: DataOptions

        func run() async throws {
            try OwnTerminal.require(for: "drawbridge hub sign-in-link", folder: options.folder)
            Output.answer(try await SignInLinkCommand.run(folder: options.folder))
        }
    }
}

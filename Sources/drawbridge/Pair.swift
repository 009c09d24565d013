// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Calls
import Composition
import Connector
import Foundation

struct Pair: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Connect this machine to your account on a hub.",
        discussion: """
            Shows a code. Sign in to the hub in a browser, choose "Pair a machine" and type the code: it is good for two
            minutes. The token that comes back is kept in a file that only you can read; --keyring keeps it in the
            Secret Service or the Keychain, --token-file in a file of your choice. If that file holds a token already,
            it is used and no code is needed; --systemd takes the credential "drawbridge-token" of the unit.

            Standard output has the code on one line and the installation's id on the next, or one JSON event a line
            with --json: pairing_started, pairing_waiting, pairing_claimed.
            """
    )

    @OptionGroup var options: DataOptions

    @Argument(help: ArgumentHelp("The hub: https://hub.example.org, or http on this machine.", valueName: "hub-url"))
    var hub: String

    @Option(help: ArgumentHelp("Keep the token in this file (0600), or use the one that is in it.", valueName: "file"))
    var tokenFile: String?

    @Flag(help: "Keep the token in the Secret Service or the Keychain.")
    var keyring = false

    @Flag(help: "Use the systemd credential drawbridge-token.")
    var systemd = false

    @Option(help: ArgumentHelp("What your list of machines calls this one.", valueName: "name"))
    var name: String?

    @Flag(help: "One JSON event a line on standard output.")
    var json = false

    @Flag(help: "Do not ask whether the right person typed the code.")
    var yes = false

    func validate() throws {
        if [keyring, systemd, tokenFile != nil].filter({ $0 }).count > 1 {
            throw ValidationError("choose one of --token-file, --keyring and --systemd")
        }
    }

    func run() async throws {
        try OwnTerminal.require(for: "drawbridge pair", folder: options.folder)
        let host = try PairingHost(folder: options.folder, hub: hub)
        if let adopted = try adopt(host) {
            report("pairing_claimed", ["installation_id": .string(adopted.installationID)], adopted.installationID)
            return
        }
        do {
            let pairing = try await host.pair(
                hostLabel: name ?? ProcessInfo.processInfo.hostName,
                place: place,
                report: { event in
                    switch event {
                    case .started(let code, let expiresAt):
                        Output.tell("Sign in to \(hub), choose \"Pair a machine\" and type this code within two minutes:")
                        report("pairing_started", ["code": .string(code), "expires_at": .int(expiresAt)], code)
                    case .waiting:
                        Output.tell("Still waiting for the code to be typed in…")
                        if json { report("pairing_waiting", [:], "") }
                    }
                },
                accept: accept
            )
            Output.tell("Paired. Start the connector with: drawbridge connect")
            report("pairing_claimed", ["installation_id": .string(pairing.installationID)], pairing.installationID)
        } catch let error as PairingError {
            Output.tell("drawbridge: \(error)")
            let status: ExitStatus =
                switch error {
                case .codeExpired: .codeExpired
                case .refusedByOwner: .refused
                case .unreachable: .hubUnreachable
                case .timedOut: .pairingTimeout
                }
            throw status
        }
    }

    private var place: CredentialPlace {
        if keyring { return .keyring }
        return .file(tokenFile.map(AbsolutePath.make) ?? options.folder.credential)
    }

    private func adopt(_ host: PairingHost) throws -> Pairing? {
        if systemd {
            guard let folder = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"] else {
                throw ValidationError("--systemd needs $CREDENTIALS_DIRECTORY: run it in the unit, with LoadCredential=")
            }
            return try host.adopt(from: .systemd(folder: folder))
        }
        guard let tokenFile else { return nil }
        let path = AbsolutePath.make(tokenFile)
        let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber
        guard let size, size.intValue > 0 else { return nil }
        return try host.adopt(from: .file(path))
    }

    private func accept(_ claimedBy: String) -> Bool {
        Output.tell("The code was typed in by \(claimedBy).")
        guard !yes, isatty(STDIN_FILENO) == 1 else { return true }
        Output.tell("Is that you? Their account will control the agent on this machine. [y/N]")
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }

    private func report(_ event: String, _ members: [String: JSONValue], _ line: String) {
        Output.answer(json ? JSONValue.object(members.merging(["event": .string(event)]) { $1 }).canonical : line)
    }
}

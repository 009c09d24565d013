// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Composition
import Connector

struct Connect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the connector of this machine, paired before.",
        discussion: """
            Dials out to the hub, keeps the connection, runs the agent's turns and asks you where the gate says so. It opens
            no port. What leaves the machine is your choice: settings.json in the data folder, "forward".
            """
    )

    @OptionGroup var options: DataOptions

    @Flag(help: "Answer with the demonstration: an agent without a model.")
    var demo = false

    @Option(help: ArgumentHelp("Where the demonstration works.", valueName: "dir"))
    var workspace: String?

    func run() async throws {
        guard let pairing = try Pairing.load(from: options.folder) else {
            Output.tell("drawbridge: this machine is not paired; run drawbridge pair HUB_URL")
            throw ExitStatus.notPaired
        }
        if !demo { Output.tell("No agent runtime found; the demonstration answers (--demo says so without asking).") }
        let connector = try ConnectorHost(
            folder: options.folder,
            credential: try pairing.credential(),
            workspace: workspace.map(AbsolutePath.make),
            logger: Output.logger(isVerbose: options.verbose),
            stateChanged: { Output.tell($0 ? "connected to \(pairing.hub)" : "connection lost; trying again") }
        )
        do {
            try await connector.runUntilSignal()
        } catch let error as LinkError {
            Output.tell("drawbridge: \(error)")
            throw ExitStatus.refused
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Composition

struct Drawbridge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drawbridge",
        abstract: "Use your AI agent from anywhere, and keep it on your own machine.",
        discussion: """
            The agent stays on this machine. A connector dials out to a hub; the gate judges every tool call before it
            runs, and asks you where a rule says so.

            Start everything on this machine:     drawbridge up
            Pair this machine with a hub:         drawbridge pair https://hub.example.org
            See what is wrong and how to mend it: drawbridge doctor

            Everything lies in one folder: --data, $DRAWBRIDGE_DATA, or ~/.drawbridge.

            Exit codes: 0 done, 1 error, 2 wrong usage (or "no", where a command judges), 3 validation failed, 11 not
            paired, 20 hub unreachable, 21 pairing timed out, 22 code expired, 23 refused by the hub.
            """,
        version: Version.text,
        subcommands: [
            Up.self, HubCommand.self, Pair.self, Connect.self, Status.self, Doctor.self, GateCommand.self, PolicyCommand.self,
            LogCommand.self,
            CedarCommand.self,
            Redact.self, SecretsCommand.self, ShellCommand.self,
        ]
    )
}

/// Where the data lie, for every command that needs to know.
struct DataOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("The data folder.", discussion: "Default: $DRAWBRIDGE_DATA, then ~/.drawbridge.", valueName: "dir")
    )
    var data: String?

    @Option(
        name: .long,
        help: ArgumentHelp("The home folder.", discussion: "Default: $HOME, then the passwd entry.", valueName: "dir")
    )
    var home: String?

    @Flag(name: .long, help: "Tell more on standard error.")
    var verbose = false

    var folder: DataFolder { DataFolder(option: data, home: home) }
}

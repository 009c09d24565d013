// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Composition

struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run everything on this machine: hub, connector, gate and a runtime.",
        discussion: """
            Prints the address and a link that signs you in. Ctrl-C stops cleanly; starting again goes on where it was.
            Everything listens on loopback alone.

            Without an agent runtime a demonstration answers: an agent without a model that understands run, read, write
            and fetch, asks the gate before each, and really does what is allowed.
            """
    )

    @OptionGroup var options: DataOptions

    @Option(help: "The port of the web page on localhost; 0 takes a free one.")
    var port = 8787

    @Option(help: "Which runtime answers: auto or demo.")
    var runtime = RuntimeChoice.auto

    @Option(
        help: ArgumentHelp(
            "Where the demonstration works.",
            discussion: "Default: the data folder's path with -workspace.",
            valueName: "dir"
        )
    )
    var workspace: String?

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port must lie between 0 and 65535") }
    }

    func run() async throws {
        let host = try await UpHost(
            folder: options.folder,
            port: port,
            workspace: workspace.map(AbsolutePath.make),
            logger: Output.logger(isVerbose: options.verbose)
        )
        try await host.run { link in
            Output.answer("Drawbridge is running at \(host.origin)")
            Output.answer("Sign in (once, within ten minutes): \(link)")
            Output.tell("The agent here is a demonstration without a model. Stop with Ctrl-C.")
            for line in Protection.limits { Output.tell("Note: \(line)") }
        }
    }
}

extension RuntimeChoice: ExpressibleByArgument {}

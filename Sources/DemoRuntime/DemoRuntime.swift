// SPDX-License-Identifier: Apache-2.0

import Calls
public import Connector
import Gate

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An agent without a model, so that everything else can be tried: it does what a message says to the letter, asks the
/// gate before each step through the gate's socket like any other runtime, and really executes what is allowed.
public struct DemoRuntime: Runtime {
    public let kind = "demo"
    private let configuration: DemoConfiguration

    public init(configuration: DemoConfiguration) { self.configuration = configuration }

    public func run(_ turn: Turn, reporter: any TurnReporter) async throws {
        let command = DemoCommand(turn.text)
        switch command {
        case .help: return await reporter.append(DemoCommand.helpText, origin: .agent)
        case .unknown: return await reporter.append(DemoCommand.unknownText, origin: .agent)
        default: break
        }
        try makeWorkspace()
        let client: GateClient
        do {
            client = try await GateClient.connect(path: configuration.gateSocket)
        } catch {
            return await reporter.append("I cannot do that: \(error).", origin: .agent)
        }
        let step = DemoStep(configuration: configuration, client: client, turn: turn, reporter: reporter)
        await step.perform(command)
        await client.close()
        try Task.checkCancellation()
    }

    private func makeWorkspace() throws {
        for folder in [configuration.workspace, configuration.workspace + "/tmp"] {
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw WorkspaceError(path: folder, code: errno) }
        }
    }
}

/// The workspace cannot be made.
public struct WorkspaceError: Error, CustomStringConvertible {
    public let path: String
    public let code: Int32
    public var description: String { "the workspace \(path) cannot be made: \(String(cString: strerror(code)))" }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Calls
import Composition
import Gate

struct GateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Ask the gate what it thinks of a call, without running anything.",
        subcommands: [Check.self]
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge tool calls: one JSON object a line in, one answer a line out, in order.",
            discussion: """
                In:  {"tool": "Bash", "parameters": {"command": "rm -rf ~/photos"}, "cwd": "/home/me/work", "home": "/home/me"}
                Out: {"outcome": "allow" | "confirm" | "deny", "policies": […], "effects": […], "duration_us": …}

                Nothing given need exist on disk. With a command as the argument one Bash call is judged in this folder:
                drawbridge gate check 'rm -rf ~/photos'   (exit 2 when it is denied)
                """
        )

        @Argument(help: "A shell command to judge, instead of lines on standard input.")
        var command: String?

        func run() throws {
            let gate = GateCheck()
            guard let command else {
                while let line = readLine() { Output.answer(gate.answer(line)) }
                return
            }
            let call = ToolCall(
                tool: "Bash",
                parameters: ["command": .string(command)],
                workingDirectory: AbsolutePath.make("."),
                home: DataFolder(option: nil).home
            )
            let answer = gate.answer(call.json.canonical)
            Output.answer(answer)
            if (try? JSONValue(parsing: answer))?["outcome"] == "deny" { throw ExitStatus.no }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Calls
import Composition

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What runs on this machine's data folder.",
        discussion: "Exit 0 when all is well, 1 when something is not."
    )

    @OptionGroup var options: DataOptions

    @Flag(help: "One JSON object: {\"ok\", \"checks\": [{\"name\", \"ok\", \"finding\", \"remedy\"}]}.")
    var json = false

    func run() async throws {
        let diagnosis = await Diagnosis.make(of: options.folder)
        if json {
            Output.answer(diagnosis.json.canonical)
        } else {
            for check in diagnosis.checks { Output.answer("\(check.isGood ? "ok  " : "--  ")\(check.name): \(check.finding)") }
        }
        if !diagnosis.isGood { throw ExitStatus.error }
    }
}

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What is wrong, and how to mend it.",
        discussion:
            "Looks at the folder, the hub, the pairing, the gate, the logs and the settings; changes nothing. Exit 0 or 1."
    )

    @OptionGroup var options: DataOptions

    @Flag(help: "The same JSON object as status.")
    var json = false

    func run() async throws {
        let diagnosis = await Diagnosis.make(of: options.folder)
        if json {
            Output.answer(diagnosis.json.canonical)
        } else {
            for check in diagnosis.checks where !check.isGood {
                Output.answer("\(check.name): \(check.finding)")
                if !check.remedy.isEmpty { Output.answer("    \(check.remedy)") }
            }
            if diagnosis.isGood { Output.answer("Nothing is wrong.") }
        }
        if !diagnosis.isGood { throw ExitStatus.error }
    }
}

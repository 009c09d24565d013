// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Composition
import Foundation
import Redaction

struct Redact: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redact",
        abstract: "Replace the secrets in a text, and nothing else of it.",
        discussion: """
            A filter from standard input to standard output, while the text is still coming: kubectl logs … | drawbridge redact
            With --json, one object a line. In: {"text": "…"}  Out: {"text": "…", "findings": [{"rule", "start", "end"}]};
            offsets are bytes of the UTF-8 text that came in.
            """
    )

    @OptionGroup var options: DataOptions

    @Flag(help: "JSON lines in and out.")
    var json = false

    @Option(help: ArgumentHelp("A file of rules beside the built-in ones.", valueName: "file"))
    var rules: String?

    func run() throws {
        let redactor = try RedactHost.redactor(folder: options.folder, rules: rules)
        if json {
            while let line = readLine() { Output.answer(RedactHost.answer(line, redactor)) }
            return
        }
        var stream = StreamRedactor(redactor: redactor)
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            try Output.bytes(stream.append(bytes: buffer[..<count]))
        }
        try Output.bytes(stream.finishBytes())
    }
}

extension Output {
    /// Bytes as they are, all of them; ends the command quietly when nobody reads any more.
    static func bytes(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ExitStatus.error }
            done += count
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

extension CommandList {
    /// Whether it is one command that always ends alike: `true`, `:`, `false`, `((1))`, `[ 1 ]`.
    func alwaysEnds(inSuccess success: Bool) -> Bool {
        guard items.count == 1, let pipeline = items.first?.commands.pipelines.first, items[0].commands.rest.isEmpty,
            pipeline.commands.count == 1
        else { return false }
        let isTurned = pipeline.negations % 2 == 1
        switch pipeline.commands[0] {
        case .simple(let command):
            let words = command.words.map { $0.literalText ?? "" }
            switch words.first {
            case "true", ":": return success != isTurned
            case "false": return success == isTurned
            case "[": return words == ["[", "1", "]"] && success != isTurned
            default: return false
            }
        case .compound(let command):
            guard case .arithmetic(let arithmetic) = command.kind, arithmetic.parts.count == 1,
                case .literal(let text) = arithmetic.parts[0]
            else { return false }
            let digits = text.text.utf8.filter { $0 != 32 }
            return digits == [UInt8(ascii: "1")] && success != isTurned
        default: return false
        }
    }

    /// Whether a loop with this body may end or waits at times: it breaks, sleeps, reads.
    var mayPause: Bool { commands.contains { $0.mayPause } }

    private var commands: [Command] { items.flatMap { $0.commands.pipelines.flatMap(\.commands) } }
}

extension Command {
    fileprivate var mayPause: Bool {
        switch self {
        case .simple(let command):
            switch command.words.first?.literalText {
            case "break", "exit", "return", "sleep", "read", "wait", "exec", "select", "inotifywait", "nc", "ssh", "usleep",
                "kill":
                return true
            default: return false
            }
        case .compound(let command):
            switch command.kind {
            case .group(let body), .subshell(let body), .forEach(_, _, let body), .forArithmetic(_, let body),
                .select(_, _, let body), .repetition(_, let body):
                return body.mayPause
            case .loop(_, let condition, let body): return condition.mayPause || body.mayPause
            case .conditional(let branches, let otherwise):
                return branches.contains { $0.condition.mayPause || $0.body.mayPause } || otherwise?.mayPause == true
            case .match(_, let items): return items.contains { $0.body.mayPause }
            case .test, .arithmetic: return false
            }
        case .function, .coprocess: return false
        }
    }
}

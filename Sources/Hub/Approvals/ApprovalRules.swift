// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Gate

/// Which questions may be put to the owner.
enum ApprovalRules {
    /// Words that stand for an action and tell nothing about it.
    private static let vagueActions: Set<String> = [
        "", "action", "approve", "bash", "command", "confirm", "continue", "exec", "execute", "go", "next", "ok", "proceed",
        "run",
        "shell", "tool", "tool_call", "yes",
    ]

    /// - Throws: `approval_not_specific` if there is neither a command nor an effect nor an action that says something
    ///   (THREATS 5); `digest_mismatch` if the digest is not that of the action which will be shown (THREATS 4).
    static func check(_ body: RequestApproval) throws(HubError) {
        let action = body.action
        let hasCommand = action.command.map { !$0.allSatisfy(\.isWhitespace) } ?? false
        let word = action.action.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "_" }
        guard hasCommand || !action.effects.isEmpty || !vagueActions.contains(word) else {
            throw HubError(
                .approvalNotSpecific,
                "Say exactly what would be done: send the command, or the effects, or an action in plain words.",
                problems: [FieldProblem(path: "command", code: "missing", message: "no command, no effects, no telling action")]
            )
        }
        if let digest = body.digest, digest != action.digest {
            throw HubError(.digestMismatch, "The digest is not that of the action that was sent.")
        }
    }

    /// The severity that is shown. A gate's word stands; a plain connector's may be raised by what the hub itself sees in
    /// the command, never lowered (THREATS 4).
    static func severity(of body: RequestApproval) -> Severity {
        guard body.action.callDigest == nil, let command = body.action.command else { return body.severity }
        let call = ToolCall(
            tool: "Bash",
            parameters: ["command": .string(command)],
            workingDirectory: "/home/agent/workspace",
            home: "/home/agent"
        )
        guard let (verdict, _) = try? GateCheck.standard.get().judge(call) else { return max(body.severity, .high) }
        return verdict.policies.map(\.severity).reduce(body.severity, max)
    }
}

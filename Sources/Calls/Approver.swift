// SPDX-License-Identifier: Apache-2.0

/// Who the gate asks when a rule says so. The connector carries the question to the hub; tests answer at once.
public protocol Approver: Sendable {
    /// Asks the owner and waits for the end of the question: never later than its `expiresAt` plus a few seconds.
    ///
    /// An approved answer has been redeemed: the hub confirmed that this digest was approved and handed it out once.
    /// No way to ask, no answer and every error come back as `denied`, `expired` or `cancelled` with a reason.
    func ask(_ request: ApprovalRequest) async -> ApprovalAnswer
}

// SPDX-License-Identifier: Apache-2.0

public import Calls

/// Where nobody can be asked: what needs an answer does not run.
public struct DenyingApprover: Approver {
    private let reason: String

    public init(reason: String = "there is no way to ask the owner") { self.reason = reason }

    public func ask(_ request: ApprovalRequest) async -> ApprovalAnswer { ApprovalAnswer(status: .denied, reason: reason) }
}

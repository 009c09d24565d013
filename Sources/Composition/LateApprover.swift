// SPDX-License-Identifier: Apache-2.0

internal import Calls
internal import Synchronization

/// An approver that is named after whoever needs it: the gate starts before the connector that asks for it.
final class LateApprover: Approver {
    private let approver = Mutex<(any Approver)?>(nil)

    func set(_ approver: any Approver) { self.approver.withLock { $0 = approver } }

    func ask(_ request: ApprovalRequest) async -> ApprovalAnswer {
        guard let approver = approver.withLock({ $0 }) else {
            return ApprovalAnswer(status: .denied, reason: "the connector is still starting")
        }
        return await approver.ask(request)
    }
}

// SPDX-License-Identifier: Apache-2.0

/// The published protocol's bounds (facts A1), in bytes and milliseconds unless said otherwise.
public enum Limits {
    /// A JSON body.
    public static let body = 1 << 20
    /// A message's text.
    public static let text = 64 << 10
    /// A tool's input or output.
    public static let toolData = 100 << 10
    /// One attachment.
    public static let attachment = 26_214_400
    /// A task's id, in bytes.
    public static let taskID = 256
    /// A line for people: a title, a label, a host's name.
    public static let label = 512
    /// How long an approval waits if the request does not say.
    public static let approvalExpiry: Int64 = 300_000
    /// The longest that it may wait.
    public static let approvalExpiryMaximum: Int64 = 1_800_000
    /// Approvals that one installation may request in an hour (THREATS 5).
    public static let approvalsPerHour = 30
    /// How long a pairing code lives (THREATS 18).
    public static let pairingLifetime: Int64 = 120_000
    /// How long an idempotency key is remembered.
    public static let idempotencyLifetime: Int64 = 86_400_000
    /// After its end, an interaction takes further messages for so long.
    public static let interactionFollowUp: Int64 = 1_800_000
}

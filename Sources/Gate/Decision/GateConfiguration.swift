// SPDX-License-Identifier: Apache-2.0

public import Calls
public import Redaction

/// What a gate needs to know and to be given.
public struct GateConfiguration: Sendable {
    /// Drawbridge's own folder: absolute. Calls that touch it are denied.
    public var dataFolder: String
    /// Its socket, in a folder of its own (0700). At most 103 bytes, a limit of Unix sockets.
    public var socketPath: String
    /// More that belongs to Drawbridge: files and folders, absolute.
    public var protectedPaths: [String]
    /// Its own listeners as `host:port`, loopback as `localhost:port`.
    public var protectedEndpoints: Set<String>
    /// Its own process numbers.
    public var protectedProcesses: Set<Int32>
    /// What calls are judged by, where there is no file at ``policyFile``.
    public var policies: PolicySettings
    /// Bytes of what a GET of a URL would bring; nil where nobody knows. Asked only if a policy needs it.
    public var downloadSize: (@Sendable (String) async -> Int64?)?
    /// The host's name on approval cards.
    public var host: String?
    /// Milliseconds that a question stays open, by severity.
    public var expiry: [Severity: Int64]
    /// How many approvals are kept for `await` and `redeem` after they ended.
    public var keptApprovals: Int
    /// Replaces secrets in results, and in what is shown and logged.
    public var redactor: Redactor
    public var clock: WallClock
    /// Makes an approval's id.
    public var newApprovalID: @Sendable () -> String

    /// low 30, medium 10, high 5, critical 3 minutes.
    public static let defaultExpiry: [Severity: Int64] = [
        .low: 30 * 60_000, .medium: 10 * 60_000, .high: 5 * 60_000, .critical: 3 * 60_000,
    ]

    /// - Parameters:
    ///   - dataFolder: Absolute; socket and log lie below it unless they are given.
    ///   - redactionKey: At least 16 random bytes, the same for the life of the installation.
    public init(
        dataFolder: String,
        redactionKey: [UInt8],
        socketPath: String? = nil,
        protectedPaths: [String] = [],
        protectedEndpoints: Set<String> = [],
        protectedProcesses: Set<Int32> = [],
        policies: PolicySettings = PolicySettings(),
        host: String? = nil,
        expiry: [Severity: Int64] = GateConfiguration.defaultExpiry,
        redactionLabel: String = "[REDACTED BY DRAWBRIDGE POLICY]",
        clock: WallClock = .system,
        newApprovalID: @escaping @Sendable () -> String = { Identifier.approval.new() }
    ) {
        self.dataFolder = dataFolder
        self.socketPath = socketPath ?? dataFolder + "/gate/gate.sock"
        self.protectedPaths = protectedPaths
        self.protectedEndpoints = protectedEndpoints
        self.protectedProcesses = protectedProcesses
        self.policies = policies
        self.host = host
        self.expiry = expiry
        keptApprovals = 1000
        downloadSize = nil
        redactor = Redactor(placeholders: PlaceholderMaker(key: redactionKey, label: redactionLabel))
        self.clock = clock
        self.newApprovalID = newApprovalID
    }

    /// `<data>/gate/audit.log` (INTERFACES.md), where no other place is asked for.
    public var auditPath: String { dataFolder + "/gate/audit.log" }

    /// The owner's settings (``PolicyFile``).
    public var policyFile: String { dataFolder + "/gate/policies.json" }

    /// What the owner allowed for good (``GrantStore``).
    public var grantsFile: String { dataFolder + "/gate/grants.json" }
}

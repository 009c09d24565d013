// SPDX-License-Identifier: Apache-2.0

/// Where the demonstration works and how far it may go.
public struct DemoConfiguration: Sendable {
    /// The gate's socket.
    public var gateSocket: String
    /// Its scratch workspace: absolute, made if it is not there. `TMPDIR` is the folder `tmp` in it.
    public var workspace: String
    /// The owner's home folder, absolute: what `~` means.
    public var home: String
    /// Time that a command or a fetch may take.
    public var timeLimit: Duration
    /// Bytes of output or of a page that are taken; a command that prints more is ended.
    public var outputLimit: Int
    /// Time between SIGTERM and SIGKILL.
    public var killDelay: Duration
    public var path: String

    public init(
        gateSocket: String,
        workspace: String,
        home: String,
        timeLimit: Duration = .seconds(60),
        outputLimit: Int = 1 << 20,
        killDelay: Duration = .seconds(2),
        path: String = "/usr/local/bin:/usr/bin:/bin"
    ) {
        self.gateSocket = gateSocket
        self.workspace = workspace
        self.home = home
        self.timeLimit = timeLimit
        self.outputLimit = outputLimit
        self.killDelay = killDelay
        self.path = path
    }

    /// All that a command sees of the environment.
    var environment: [String: String] {
        ["PATH": path, "HOME": home, "LANG": "C.UTF-8", "TMPDIR": workspace + "/tmp", "PWD": workspace]
    }
}

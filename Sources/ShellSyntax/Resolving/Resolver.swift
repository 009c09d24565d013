// SPDX-License-Identifier: Apache-2.0

/// Works out what a script would run, without running it.
public struct Resolver: Sendable {
    /// What is known when the script starts.
    public struct Settings: Sendable {
        /// The owner's home, absolute and folded.
        public var home: String
        /// The folder that the script starts in: absolute and folded.
        public var directory: String
        /// All environment variables; nil where they are not known: then HOME, PWD and TMPDIR (/tmp) alone are.
        public var environment: [String: String]?
        /// A file's content, by its absolute path; nil where there is none or nobody may look.
        public var readFile: @Sendable (String) -> [UInt8]?

        public init(
            home: String,
            directory: String,
            environment: [String: String]? = nil,
            readFile: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }
        ) {
            self.home = home
            self.directory = directory
            self.environment = environment
            self.readFile = readFile
        }
    }

    private let settings: Settings

    public init(_ settings: Settings) { self.settings = settings }

    public func resolve(_ script: ShellScript) -> Resolution {
        var walker = Walker(settings, script)
        if let problem = script.diagnostics.first(where: { $0.severity != .warning }) {
            walker.note(.syntax(problem.message), problem.span)
        }
        _ = walker.walk(script.body)
        walker.runExitTrap()
        return walker.resolution
    }
}

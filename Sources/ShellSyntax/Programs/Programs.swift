// SPDX-License-Identifier: Apache-2.0

/// What programs do with their arguments.
public enum Programs {
    /// What is known of the surroundings of an argument list.
    public struct Surroundings: Sendable {
        /// The owner's home, absolute.
        public var home: String
        /// The folder the program runs in: absolute; nil where that is not known.
        public var directory: String?
        /// A file's content, for make files, package scripts and the like; nil where there is none or nobody may look.
        public var readFile: @Sendable (String) -> [UInt8]?

        public init(home: String, directory: String?, readFile: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }) {
            self.home = home
            self.directory = directory
            self.readFile = readFile
        }
    }

    /// - Parameter words: The program's name or path, then its arguments. Not empty.
    public static func usage(of words: [Field], in surroundings: Surroundings) -> Usage { Usage(isKnown: false) }
}

// SPDX-License-Identifier: Apache-2.0

public import Calls

/// What the gate knows of the disk. Injected, so that `gate check` and tests can do without one.
public protocol FileSystemView: Sendable {
    /// `path` with the symbolic links in it resolved, as far as it exists; the rest is appended as it stands.
    func resolve(_ path: String) -> String

    /// SHA-256 of a regular file's content, or nil if there is none that can be read.
    /// Of a file above 16 MiB the beginning, its size and its times count.
    func contentDigest(_ path: String) -> Digest?

    /// Whether `path` is an executable file.
    func isExecutable(_ path: String) -> Bool

    /// The content of a regular file of at most 256 KiB, or nil if there is none that can be read.
    func text(_ path: String) -> [UInt8]?

    /// Whether names that differ only in case are the same file.
    var foldsCase: Bool { get }
}

/// A disk with nothing on it.
public struct NoFileSystem: FileSystemView {
    public init() {}
    public func resolve(_ path: String) -> String { path }
    public func contentDigest(_ path: String) -> Digest? { nil }
    public func isExecutable(_ path: String) -> Bool { false }
    public func text(_ path: String) -> [UInt8]? { nil }
    public var foldsCase: Bool { false }
}

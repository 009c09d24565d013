// SPDX-License-Identifier: Apache-2.0

import CPlatform
import Calls

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What keeps a command to its workspace beside the gate's word (THREATS 26).
///
/// It may read what its user may read, and write to the workspace, to the plain devices and to what the gate allowed
/// or the owner approved by name. Landlock knows folders, not single entries: that `~/keep` can go needs the right to
/// remove things below `~`, for as long as this one command runs.
enum Confinement: Equatable {
    case landlock
    case bubblewrap(String)
    case none

    static let available: Confinement = {
        if cplatform_landlock_version() > 0 { return .landlock }
        #if os(Linux)
            for path in ["/usr/bin/bwrap", "/usr/local/bin/bwrap"] where access(path, X_OK) == 0 { return .bubblewrap(path) }
        #endif
        return .none
    }()

    /// For the owner.
    var description: String {
        switch self {
        case .landlock: "confined by Landlock"
        case .bubblewrap: "confined by bubblewrap"
        case .none: "not confined: this system has neither Landlock nor bubblewrap, the gate's word is all"
        }
    }

    private static let devices = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty"]

    /// A Landlock ruleset, or -1 with errno set.
    static func ruleset(workspace: String, effects: [Effect]) -> Int32 {
        let ruleset = cplatform_landlock_create()
        guard ruleset >= 0 else { return -1 }
        let read = Int32(CPLATFORM_ALLOW_READ)
        let write = Int32(CPLATFORM_ALLOW_WRITE)
        var isComplete = cplatform_landlock_allow(ruleset, "/", read) == 0
        isComplete = cplatform_landlock_allow(ruleset, workspace, read | write) == 0 && isComplete
        for device in devices { _ = cplatform_landlock_allow(ruleset, device, write) }
        for (path, access) in openings(effects) { _ = cplatform_landlock_allow(ruleset, path, access) }
        guard isComplete else {
            let code = errno
            close(ruleset)
            errno = code
            return -1
        }
        return ruleset
    }

    /// What the allowed effects need beyond the workspace.
    private static func openings(_ effects: [Effect]) -> [(String, Int32)] {
        var openings: [(String, Int32)] = []
        for effect in effects where !effect.isDynamic && effect.target.hasPrefix("/") {
            // Of a pattern, the folder in which it begins.
            var target = effect.target
            let isPattern = target.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
            while target.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }) {
                target = parent(target)
            }
            switch effect.kind {
            case .write:
                if exists(target) {
                    openings.append((target, Int32(CPLATFORM_ALLOW_WRITE)))
                } else {
                    openings.append((parent(target), Int32(CPLATFORM_ALLOW_MAKE)))
                }
            case .delete:
                openings.append((target, Int32(CPLATFORM_ALLOW_WRITE)))
                openings.append((isPattern ? target : parent(target), Int32(CPLATFORM_ALLOW_REMOVE)))
            default: continue
            }
        }
        return openings
    }

    /// The command line under bubblewrap.
    static func bubblewrap(_ path: String, _ arguments: [String], workspace: String, effects: [Effect]) -> [String] {
        var line = [path, "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", workspace, workspace]
        for (opening, _) in openings(effects) where exists(opening) { line += ["--bind", opening, opening] }
        return line + ["--die-with-parent", "--chdir", workspace, "--"] + arguments
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What policies ask of a path, found out from its text.
struct PathFacts {
    /// Absolute and folded, or a pattern beginning with `*`.
    let path: String
    let surroundings: Surroundings
    /// Not on this machine's own disk: another machine's, or inside a container.
    let isElsewhere: Bool

    /// The folders that a call's paths are seen from.
    struct Surroundings: Sendable {
        let home: String
        let workspace: String
        let temporary: [String]
    }

    var isInWorkspace: Bool { !isElsewhere && PathText.isInside(path, surroundings.workspace) }
    var isInHome: Bool { PathText.isInside(path, surroundings.home) }

    var fromHome: String { relative(to: surroundings.home, "~") }
    var fromWorkspace: String { isElsewhere ? "" : relative(to: surroundings.workspace, ".") }

    private func relative(to folder: String, _ sign: String) -> String {
        guard PathText.isInside(path, folder) else { return "" }
        return sign + path.dropFirst(folder == "/" ? 0 : folder.count) + "/"
    }

    /// A home or a workspace that lies in a temporary folder is no scratch for that.
    var isScratch: Bool {
        let folder = fixedPart
        guard surroundings.temporary.contains(where: { PathText.isInside(folder, $0) && path != $0 }) else { return false }
        return !PathText.isInside(path, surroundings.home) && !PathText.isInside(surroundings.home, path)
            && !PathText.isInside(surroundings.workspace, path)
    }

    var isDevice: Bool {
        guard path.hasPrefix("/dev/") else { return false }
        return Self.devices.contains { path.dropFirst(5).hasPrefix($0) }
    }

    /// In a folder of the operating system; not the devices that everything may be written to.
    var isSystem: Bool {
        guard !isQuiet, !surroundings.temporary.contains(path) else { return false }
        if Self.served.contains(where: { PathText.isInside(path, $0) }) { return false }
        return Self.system.contains { PathText.isInside(path, $0) }
    }

    /// The machine or the owner cannot do without it: such a folder, one above it or above the workspace, or all that is in
    /// it.
    var isVital: Bool {
        let folder = everythingIn ?? path
        if folder == surroundings.workspace, folder != surroundings.home { return false }
        if isScratch || surroundings.temporary.contains(folder) { return false }
        if Self.top.contains(folder) { return true }
        if PathText.isInside(surroundings.home, folder) || PathText.isInside(surroundings.workspace, folder) { return true }
        let parts = folder.split(separator: "/")
        if parts.count == 2, parts[0] == "home" || parts[0] == "Users" { return true }
        return parts.count <= 2 && Self.system.contains { PathText.isInside(folder, $0) }
    }

    /// Written to, they leave nothing behind.
    var isQuiet: Bool {
        Self.quiet.contains(path)
            || ["/dev/fd/", "/dev/pts/", "/dev/pty", "/dev/tty", "/dev/input/", "/dev/snd/", "/dev/shm/"].contains(
                where: path.hasPrefix
            )
    }

    /// The folder all of whose content a pattern means: `/home/u` of `/home/u/*`.
    private var everythingIn: String? {
        guard PathText.isPattern(path) else { return nil }
        let parts = path.split(separator: "/")
        guard let wild = parts.firstIndex(where: { PathText.isPattern(String($0)) }), path.hasPrefix("/") else { return nil }
        let all: Set<Substring> = ["*", "**", ".*", "?*", ".??*", ".[!.]*", "*.*"]
        guard parts[wild...].allSatisfy(all.contains) else { return nil }
        return "/" + parts[..<wild].joined(separator: "/")
    }

    /// Of a pattern the part before it.
    private var fixedPart: String {
        guard PathText.isPattern(path) else { return path }
        let parts = path.split(separator: "/").prefix { !PathText.isPattern(String($0)) }
        return "/" + parts.joined(separator: "/") + "/x"
    }

    static let temporary = ["/tmp", "/var/tmp", "/private/tmp", "/private/var/tmp", "/dev/shm"]

    private static let quiet: Set<String> = [
        "/dev/null", "/dev/stdout", "/dev/stderr", "/dev/stdin", "/dev/tty", "/dev/zero", "/dev/full", "/dev/random",
        "/dev/urandom", "/dev/clipboard",
    ]

    private static let system = [
        "/etc", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/boot", "/sys", "/proc", "/dev", "/var", "/run",
        "/efi", "/System", "/Library", "/private/etc", "/private/var", "/cores", "/nix", "/opt/homebrew",
    ]

    /// What a machine serves lies among its own files, and is none of them.
    private static let served = ["/var/www", "/var/ftp", "/var/svn", "/var/git"]

    private static let top: Set<String> = [
        "/", "/home", "/Users", "/root", "/opt", "/srv", "/mnt", "/media", "/Applications", "/Volumes",
    ]

    private static let devices = [
        "sd", "hd", "vd", "xvd", "nvme", "mmcblk", "disk", "rdisk", "mapper/", "md", "dm-", "loop", "mem", "kmem", "port", "mtd",
        "zd", "nbd", "sg",
    ]
}

// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// `fdisk -l` reads; `mkfs /dev/sda1` does not. Of programs with subcommands only some lose data.
    mutating func disk() {
        let verbs = arguments.operands.compactMap(\.text)
        // Wherever it stands: `-w` takes a value in some of these programs.
        let devices = words.dropFirst().filter { $0.knownPrefix.hasPrefix("/dev/") }
        if onlyLists { return }
        if devices.isEmpty {
            let asksForHelp = words.contains { $0.text == "--help" || $0.text == "-h" }
            if asksForHelp || arguments.operands.isEmpty { return }
        }
        if Self.harmlessDisks.contains(name) { return }
        if let dangers = Self.dangers[name] {
            let flags = words.dropFirst().compactMap(\.text)
            let isDangerous = (flags + verbs).contains { word in
                dangers.contains { word == $0 || $0.count > 3 && word.hasPrefix($0) }
            }
            // A verb that only running tells may be any.
            if !isDangerous, arguments.operands.first?.startsWithHole != true || name == "badblocks" { return }
        }
        // Elsewhere `-n` is a label: mkfs.fat.
        let looksWithN = ["fsck", "e2fsck", "mke2fs", "mkfs.ext", "xfs_repair", "mkntfs", "mkfs.ntfs"]
        if arguments.has("-n"), looksWithN.contains(where: name.hasPrefix) { return }
        if name == "lvresize", let size = words.lazy.compactMap(\.text).first(where: { $0.hasPrefix("+") || $0.hasPrefix("-L+") })
        {
            _ = size
            return
        }
        usage.traits.insert(.disk)
        for device in devices { usage.uses.append(Use(.write, device, traits: [.disk])) }
        if verbs.contains("destroy") || verbs.contains("delete") || verbs.contains("erase") {
            usage.traits.insert(.destroysInfrastructure)
        }
    }

    /// `fdisk -l`, `sfdisk --dump`, `sgdisk -p`: with these letters other programs of the family write.
    private var onlyLists: Bool {
        let flags = words.dropFirst().compactMap(\.text).filter { $0.hasPrefix("-") }
        let lists: Set<String>
        switch name {
        case "fdisk", "gdisk", "parted", "cfdisk":
            return flags.contains {
                ["-l", "--list", "-x", "--list-details", "-s", "--getsz"].contains($0) && name != "parted" || $0 == "-l"
                    || $0 == "--list"
            }
        case "sfdisk":
            lists = [
                "-l", "--list", "-d", "--dump", "-J", "--json", "-s", "--show-size", "-V", "--verify", "-F", "-T", "-q", "-x",
            ]
        case "sgdisk": lists = ["-p", "--print", "-l", "-L", "-i", "-v", "--verify", "-O", "-b", "--info"]
        case "dmsetup", "nvme", "mdadm":
            lists = ["-l", "--list", "--detail", "-D", "--examine", "-E", "--scan", "-s", "--query", "-Q"]
        default: return false
        }
        return !flags.isEmpty && flags.allSatisfy { flag in lists.contains(flag) || lists.contains { flag.hasPrefix($0 + "=") } }
    }

    /// They show, label, grow, or let go of a disk; nothing on it is lost.
    private static let harmlessDisks: Set<String> = [
        "smartctl", "losetup", "fstrim", "fsfreeze", "eject", "partprobe", "kpartx", "e4defrag", "xfs_growfs", "swaplabel",
        "e2label", "fatlabel", "dosfslabel", "duperemove", "testdisk", "photorec", "vdostats", "scsi-rescan", "lvextend",
        "lvchange",
        "vgchange", "pvchange", "lvrename", "vgrename", "pvresize", "lvcreate", "xfs_admin", "lvmdevices", "gparted",
    ]

    /// What loses data, where most of a program's uses do not: options, and verbs.
    private static let dangers: [String: [String]] = [
        "hdparm": [
            "--security-erase", "--security-erase-enhanced", "--trim-sector", "--write-sector", "--make-bad", "--fwdownload",
        ],
        "nvme": ["format", "sanitize", "write", "write-zeroes", "dsm", "fw-download", "delete-ns"],
        "badblocks": ["-w", "-wsv", "-wvs", "-sw", "-vw", "-svw", "-ws", "-wv"],
        "wipefs": ["-a", "--all", "-af", "-fa", "-o", "--offset"],
        "debugfs": ["-w"],
        "tune2fs": ["-O", "-U", "-I", "--clear-mmp"],
        "resize2fs": ["-M", "-f"],
        "mdadm": ["--create", "-C", "--zero-superblock", "--grow", "--fail", "-f", "--remove", "-r"],
        "cryptsetup": ["luksFormat", "erase", "luksErase", "luksKillSlot", "luksRemoveKey", "reencrypt", "luksHeaderRestore"],
        "zpool": ["create", "destroy", "labelclear", "remove", "replace", "split"],
        "zfs": ["destroy", "rollback", "receive", "recv"],
        "btrfs": [
            "delete", "del", "remove", "replace", "--repair", "rescue", "restore", "--init-extent-tree", "--init-csum-tree",
        ],
        "dmsetup": ["remove", "remove_all", "wipe_table", "load", "create", "ls--exec"],
        "lvm": ["lvremove", "vgremove", "pvremove", "pvcreate", "lvreduce", "vgreduce"],
        "snapper": ["delete", "rollback", "undochange"],
        "timeshift": ["--delete", "--delete-all", "--restore"],
        "stratis": ["destroy"],
        "vdo": ["remove"],
        "bcachefs": ["format", "fsck"],
        "gpart": ["create", "destroy", "delete", "-W"],
        "parted": ["mklabel", "mktable", "mkpart", "rm", "resizepart", "mkpartfs", "mkfs", "resize", "move", "rescue"],
        "partclone": ["-r", "--restore"],
        "fsarchiver": ["restfs", "restdir"],
        "diskpart": ["clean", "format"],
    ]
}

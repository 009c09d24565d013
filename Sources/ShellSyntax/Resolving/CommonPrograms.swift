// SPDX-License-Identifier: Apache-2.0

/// The names of programs that most machines have, for patterns in a command's name.
enum CommonPrograms {
    private static let names: [String] = """
        apt apt-get ar at awk base32 base64 basename bash batch brew bunzip2 busybox bzcat bzip2 cat chattr chgrp chmod chown chroot cmp \
        comm cp cpio crontab csplit curl cut dash date dd df diff dig dirname dmesg docker dpkg du ed echo egrep emacs env ex expand \
        expr false fdisk fgrep file find fmt fold ftp gcc gdb getent git grep groups gunzip gzip halt head host hostname iconv id \
        ifconfig install ip iptables join journalctl kill killall ksh less ln locate login logger ls lsblk lsof lua make man mawk md5sum \
        mkdir mkfifo mkfs mknod mktemp more mount mv nano nc ncat netcat nice nl nmap node nohup npm nslookup od openssl passwd paste \
        patch perl pgrep php ping pip pip3 pkexec pkill poweroff printenv printf ps pwd python python2 python3 readlink reboot rev rg rm \
        rmdir rsync ruby scp screen script sed seq service setsid sftp sh sha256sum shred shuf shutdown sleep socat sort split ss ssh stat \
        strace strings stty su sudo sync systemctl tac tail tar tee telnet test time timeout tmux top touch tr traceroute true truncate tty \
        umount uname uniq unlink unxz unzip useradd userdel usermod vi vim wall watch wc wget which whoami xargs xxd xz xzcat yes zcat \
        zip zsh
        """.split(separator: " ").map(String.init)

    private static let folders = ["/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/local/bin"]
    private static let scalars = names.map { Array($0.unicodeScalars) }

    /// What a pattern with a folder may stand for: each name once.
    static func matching(_ pattern: String) -> [String] {
        // A path's pattern matches slash by slash.
        guard Paths.hasSlash(pattern), let slash = pattern.utf8.lastIndex(of: UInt8(ascii: "/")),
            let name = Pattern(String(pattern[pattern.utf8.index(after: slash)...])), !name.matchesAll,
            let folder = Pattern(String(pattern[..<slash]))
        else { return [] }
        let depth = pattern.utf8.count { $0 == UInt8(ascii: "/") }
        guard
            let found = folders.first(where: { one in
                one.utf8.count { $0 == UInt8(ascii: "/") } == depth - 1 && folder.matches(one) == true
            })
        else { return [] }
        return names.indices.filter { name.matches(scalars[$0]) == true }.map { found + "/" + names[$0] }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What is known of programs by their names.
enum Programs {
    enum Kind {
        /// Touches nothing that its arguments name.
        case quiet
        /// Reads the files that its arguments name.
        case reader
        /// Writes the files that its arguments name.
        case writer
        case remover(isRecursive: Bool, isForced: Bool)
        case move, copy, link
        case permissions, ownership
        case curl, wget
        /// Opens connections to the hosts that its arguments name.
        case connects
        /// Sends data to them.
        case sends
        case netcat, remoteShell, remoteCopy, rsync
        case git, find, xargs, sed, awk, tar, archive, dd
        case shell
        /// Runs a script, or code given with one of `inline`.
        case interpreter(inline: [String])
        case privilege
        /// Runs what its arguments say, after its own options (`values`: those with a value) and `skip` arguments.
        case wrapper(values: [String], skip: Int)
        case env
        case power, disk, kill, service, hostSettings, schedule, container, publisher, agentControl
        case builtin
        case printsEnvironment
        /// An editor or pager, from which a shell is one key away; with one of `inline` it runs commands by itself.
        case interactive(inline: [String])
        case busybox
        case openssl
        case drawbridge
    }

    struct Spec {
        var kind: Kind
        /// Options that take the next argument as their value.
        var values: Set<String> = []
    }

    /// Writing to these leaves nothing behind.
    static let quietDevices: Set = [
        "/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty", "/dev/zero", "/dev/fd/1", "/dev/fd/2", "/dev/full",
    ]

    static let table: [String: Spec] = {
        var table: [String: Spec] = [:]
        func add(_ kind: Kind, _ names: String, values: String = "") {
            let options = Set(values.split(separator: " ").map(String.init))
            for name in names.split(separator: " ") { table[String(name)] = Spec(kind: kind, values: options) }
        }
        add(
            .quiet,
            "true false : date cal uptime whoami id groups hostname uname arch nproc free w who last sleep seq yes basename dirname clear reset tput tty stty locale pwd logname users which whereis type hash wait jobs bg fg times ulimit umask let expr factor bc dc echo printf sync"
        )
        add(
            .reader,
            "cat tac nl head tail less more most bat zcat bzcat xzcat zless wc cut paste join comm diff cmp colordiff sdiff sort uniq tr fold fmt pr column expand unexpand rev od xxd hexdump hd strings file stat ls dir vdir tree du df md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum cksum sum base32 base64 basenc grep egrep fgrep rg ag ack zgrep jq yq xmllint readlink realpath look tsort shuf numfmt iconv csplit split pg cloc lsof test [ getfattr getfacl lsattr",
            values: "-n -c -m -A -B -C -e -d -t -k -F -w -s -N -j -S -b"
        )
        add(
            .writer,
            "touch mkdir mkfifo mknod tee truncate fallocate mktemp",
            values: "-m --mode -d --date -t -r --reference -s --size -l -o"
        )
        add(.remover(isRecursive: false, isForced: false), "rm rmdir unlink")
        add(.remover(isRecursive: false, isForced: true), "shred srm wipe", values: "-n -s --iterations --size")
        add(.remover(isRecursive: true, isForced: true), "trash trash-put gio-trash rimraf del")
        add(.move, "mv rename", values: "-S --suffix")
        add(.copy, "cp install ditto", values: "-m --mode -o --owner -g --group -S --suffix")
        add(.link, "ln", values: "-S --suffix")
        add(.permissions, "chmod setfacl chattr")
        add(.ownership, "chown chgrp")
        add(.curl, "curl")
        add(.wget, "wget wget2 aria2c axel")
        add(
            .connects,
            "http https xh ping ping6 traceroute tracepath mtr dig nslookup host whois getent lynx w3m links elinks ab siege nmap curlie"
        )
        add(.sends, "ftp tftp sftp lftp telnet sendmail mail mailx mutt smbclient cadaver")
        add(.netcat, "nc ncat netcat socat")
        add(.remoteShell, "ssh mosh slogin rsh rlogin autossh sshpass")
        add(.remoteCopy, "scp rcp")
        add(.rsync, "rsync rclone")
        add(.git, "git")
        add(.find, "find gfind fd fdfind bfs")
        add(.xargs, "xargs gxargs parallel")
        add(.sed, "sed gsed")
        add(.awk, "awk gawk mawk nawk")
        add(.tar, "tar gtar bsdtar")
        add(.archive, "zip unzip gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd 7z 7za cpio ar")
        add(.dd, "dd dcfldd")
        add(.shell, "sh bash dash zsh ksh mksh ash fish csh tcsh rbash pwsh yash posh")
        add(.interpreter(inline: ["-c"]), "python python2 python3 pypy pypy3 ipython jython")
        add(.interpreter(inline: ["-e", "-E", "-n", "-p", "-ne", "-pe", "-i", "-pi"]), "perl ruby")
        add(
            .interpreter(inline: ["-e", "--eval", "-p", "--print", "-pe", "eval", "exec"]),
            "node nodejs deno bun tsx ts-node lua luajit julia R Rscript groovy scala elixir ghc runghc racket guile osascript tclsh wish expect jshell irb swipl octave"
        )
        add(.interpreter(inline: ["-r", "-B", "-R"]), "php php8")
        add(
            .privilege,
            "sudo su doas pkexec runuser run0 gosu su-exec setpriv sudoedit visudo calife please dzdo machinectl capsh"
        )
        for (names, values, skip) in [
            (
                "nohup setsid command builtin exec time nice ionice stdbuf caffeinate unbuffer rlwrap linux32 linux64 catchsegv eatmydata torsocks tsocks proxychains proxychains4 faketime firejail fakeroot xvfb-run dbus-run-session ltrace strace watch script ssh-agent unshare systemd-run systemd-inhibit noglob nocorrect doas_ uv_run ccache distcc cgexec numactl prlimit setlock softlimit chpst cpulimit valgrind perf gtime gnice",
                "-n -c -p -o -e -i -a -f -s -u -k -E -S -I -x -q -T", 0
            ),
            ("timeout gtimeout", "-k --kill-after -s --signal", 1),
            ("flock taskset chrt chroot setarch nsenter", "-c -n -p -w -E -t", 1),
        ] { add(.wrapper(values: values.split(separator: " ").map(String.init), skip: skip), names) }
        add(.env, "env genv")
        add(.power, "shutdown reboot halt poweroff init telinit")
        add(
            .disk,
            "mkfs mke2fs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.fat mkfs.ntfs mkswap wipefs blkdiscard sgdisk gdisk fdisk sfdisk cfdisk parted hdparm badblocks cryptsetup newfs diskutil zpool lvremove vgremove pvremove mdadm"
        )
        add(.kill, "kill pkill killall killall5 skill slay xkill")
        add(.service, "systemctl service launchctl rc-service sv supervisorctl initctl update-rc.d chkconfig")
        add(
            .hostSettings,
            "iptables ip6tables nft ufw firewall-cmd mount umount swapon swapoff sysctl insmod rmmod modprobe useradd userdel usermod groupadd groupdel adduser deluser passwd chpasswd chage gpasswd vipw hostnamectl timedatectl setenforce aa-disable aa-teardown auditctl csrutil spctl dscl security defaults scutil networksetup nmcli tc setcap update-alternatives ldconfig dpkg-reconfigure pw"
        )
        add(.schedule, "crontab at batch atrm anacron")
        add(.container, "docker podman nerdctl lxc lxc-attach kubectl ctr crictl buildah runc")
        add(
            .publisher,
            "gh glab twine gem cargo npm pnpm yarn aws gcloud az s3cmd gsutil mc heroku vercel netlify fly flyctl wrangler terraform pulumi ansible ansible-playbook rustup pip pip3 make"
        )
        add(.agentControl, "openclaw clawdbot moltbot claude codex gemini")
        add(
            .builtin,
            "cd pushd popd export declare typeset local readonly unset set read mapfile readarray alias unalias eval source . trap return exit break continue shift shopt getopts enable complete compgen bind dirs disown suspend logout"
        )
        add(.printsEnvironment, "printenv")
        add(
            .interactive(inline: [
                "-c", "--cmd", "-S", "-es", "-s", "-P", "--pager", "-ex", "--ex", "-x", "-e", "--eval", "-H", "--html",
            ]),
            "vi vim nvim view vimdiff ex ed emacs nano pico joe man gdb lldb mysql psql sqlite3 screen tmux rvim rview ftp irb info"
        )
        add(.busybox, "busybox toybox")
        add(.openssl, "openssl")
        add(.drawbridge, "drawbridge")
        return table
    }()

    /// Programs that run what their standard input says.
    static func readsProgramFromInput(_ kind: Kind) -> Bool {
        switch kind {
        case .shell, .interpreter: true
        default: false
        }
    }

    private static let shellSigns: [StaticString] = [
        "/bin/sh", "/bin/bash", "/bin/zsh", "/bin/dash", "system(", "exec(", "popen(", "spawn(", ":!", "!sh", "!/bin",
        "exec=", "-exec ", "ProxyCommand", "LocalCommand", "os.exec", "sh -c", "bash -c", "`sh", "command=", "reset; sh",
    ]

    /// Arguments in which a shell shows although the program is none: how most of the known escapes look.
    static func showsShell(_ argument: String) -> Bool {
        guard argument.utf8.count > 2 else { return false }
        for sign in shellSigns where argument.includes(sign) { return true }
        return argument.hasPrefix("!") && argument.utf8.count > 1
    }
}

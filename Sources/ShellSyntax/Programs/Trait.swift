// SPDX-License-Identifier: Apache-2.0

/// What is worth knowing of an invocation or a use beyond what it touches. Policies ask for these by their raw values.
public enum Trait: String, Hashable, Sendable, CaseIterable, Comparable {
    // MARK: How something runs
    /// As another user, or with more rights: sudo, su, doas, pkexec, setpriv.
    case privilege
    /// On another machine: ssh.
    case remote
    /// In a container.
    case container
    /// In a container or namespace with a door to this machine: privileged, its root mounted, the engine's socket.
    case hostAccess = "host-access"
    /// Left running behind the call: nohup … &, disown, screen -dm, tmux new -d, setsid.
    case detaches
    /// Runs code in an argument: python -c, node -e.
    case inlineCode = "inline-code"
    /// Inline code that calls eval, exec, or decodes what it runs.
    case evaluatesCode = "evaluates-code"
    /// Inline code or a loader that unpacks objects that may run code: pickle, marshal, yaml.load.
    case unsafeDeserialization = "unsafe-deserialization"
    /// What runs is what another program prints.
    case runsOutput = "runs-output"
    /// What runs was decoded on the way: base64, xxd, openssl, rev.
    case runsDecoded = "runs-decoded"
    /// What runs comes from the network.
    case runsDownload = "runs-download"
    /// An option whose purpose here is to start a shell or a command: tar --checkpoint-action, find -exec sh, vim -c '!…'.
    case escapes
    /// An interactive shell opens.
    case opensShell = "opens-shell"
    /// LD_PRELOAD, BASH_ENV, PYTHONSTARTUP, NODE_OPTIONS, GIT_SSH_COMMAND and the like decide what runs.
    case preloads

    // MARK: The network
    /// A shell at the other end of a connection.
    case reverseShell = "reverse-shell"
    /// Waits for connections.
    case listens
    /// Forwards ports, or opens a tunnel.
    case tunnels
    /// Goes out by DNS lookups.
    case dnsExfiltration = "dns-exfiltration"
    /// Local files go out.
    case uploads
    /// Comes in and is stored.
    case downloads
    /// Made public: npm publish, gh gist, docker push, twine upload.
    case publishes
    /// Scans hosts or ports, or tries passwords.
    case scans
    /// Certificates or host keys are not checked: curl -k, StrictHostKeyChecking=no.
    case skipsVerification = "skips-verification"

    // MARK: The machine
    /// Off, or again: shutdown, reboot.
    case power
    /// A process ends.
    case kills
    /// Every process, or init.
    case killsAll = "kills-all"
    /// Writes a disk as such: mkfs, dd of=/dev/…, fdisk, wipefs.
    case disk
    /// Mounts, unmounts, swap.
    case mounts
    /// Services start, stop, are enabled.
    case services
    /// Users and groups.
    case users
    /// A password or a login's keys change.
    case passwords
    /// Packet filters, routes, interfaces.
    case firewall
    /// Modules, sysctl, boot loader.
    case kernel
    /// The clock, the host's name, limits, other settings of the whole machine.
    case hostSettings = "host-settings"
    /// A guard is switched off: SELinux, AppArmor, auditd, Gatekeeper, an antivirus.
    case disablesSecurity = "disables-security"
    /// cron, at, launchd, units.
    case schedules
    /// Itself again without end.
    case forkBomb = "fork-bomb"
    case endlessLoop = "endless-loop"
    /// Fills memory, disk or processor on purpose: stress, dd if=/dev/zero without a count.
    case exhausts

    // MARK: Files
    /// Goes on where it would have asked: rm -f.
    case forced
    /// The content is overwritten: shred, srm.
    case shredded
    /// Any number of things: rm -r, find -delete, xargs rm, a pattern.
    case bulk
    /// Not all that a pattern matches, but what passes a test: find -mtime, grep -l.
    case filtered
    /// What is deleted here is kept elsewhere: mv, gzip.
    case moves
    /// Open to everybody: chmod 777, o+w.
    case opensPermissions = "opens-permissions"
    /// Runs as its owner: chmod u+s, setcap.
    case setuid
    /// chmod +x
    case makesExecutable = "makes-executable"
    /// chown, chgrp.
    case ownership
    /// A name for something else: ln.
    case links
    /// A file is cut to nothing: truncate, : > file.
    case truncates
    /// The folder of a mirror loses what is not in the other one: rsync --delete.
    case mirrors
    /// Traces are removed: history -c, logs cut.
    case erasesTraces = "erases-traces"

    // MARK: Version control
    /// Commits that others may have are replaced: push --force, filter-branch.
    case rewritesHistory = "rewrites-history"
    /// What is not committed goes: reset --hard, checkout -- ., clean -f, restore, stash drop.
    case discardsChanges = "discards-changes"
    /// Branches, tags, refs, stashes, work trees go.
    case deletesRefs = "deletes-refs"
    /// Commits go to another machine.
    case pushes
    /// Hooks or checks are skipped: --no-verify.
    case skipsHooks = "skips-hooks"

    // MARK: Packages, databases, clouds
    case installs
    /// From a URL, a repository's address or a file, not from the registry.
    case installsFromAddress = "installs-from-address"
    /// A new source of packages, or a key for one.
    case addsSource = "adds-source"
    case uninstalls
    /// DROP, TRUNCATE, DELETE without WHERE, FLUSHALL.
    case destroysData = "destroys-data"
    /// A whole database is written out.
    case dumpsData = "dumps-data"
    /// Volumes, clusters, buckets, stacks, namespaces or many things at once go: terraform destroy, aws s3 rb.
    case destroysInfrastructure = "destroys-infrastructure"
    /// One thing goes that is plainly made again: a container, an image, a pod, an alarm.
    case removesResource = "removes-resource"
    /// Something is created or resized that costs money.
    case spends
    /// Rights in a cloud or a cluster change.
    case grantsAccess = "grants-access"
    /// Secrets are printed: gh auth token, aws configure get, kubectl get secret, security find-generic-password.
    case printsSecrets = "prints-secrets"

    // MARK: People
    /// All of the environment is printed.
    case environmentDump = "environment-dump"
    /// Screen, keys, microphone, camera, clipboard.
    case surveils
    /// Changes how an agent, its tools or its guards work.
    case agentSettings = "agent-settings"
    /// A subcommand of Drawbridge itself.
    case drawbridge
    /// A mail or a message leaves.
    case messages

    public static func < (left: Trait, right: Trait) -> Bool { left.rawValue < right.rawValue }
}

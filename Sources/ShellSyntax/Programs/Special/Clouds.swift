// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// Any service's verb: `aws ec2 terminate-instances`, `aws iam attach-role-policy`.
    mutating func awsVerb() {
        let service = arguments.path.last ?? ""
        guard let verb = arguments.operands.first?.text else { return }
        let starts = { (list: [String]) in list.contains(where: verb.hasPrefix) }
        if starts([
            "describe-", "list-", "get-", "head-", "wait", "help", "search-", "lookup-", "filter-", "batch-get", "query", "scan",
            "estimate-", "validate-", "tail", "start-query", "simulate-",
        ]) {
            if verb == "get-secret-value" || verb == "get-authorization-token" || verb == "get-session-token"
                || verb.hasPrefix("get-login")
                || verb == "get-password-data"
                || verb == "get-parameter" && words.contains(where: { $0.text == "--with-decryption" })
            {
                usage.traits.insert(.printsSecrets)
            }
            return
        }
        if starts([
            "delete-", "terminate-", "remove-", "deregister-", "stop-", "purge-", "release-", "disassociate-", "empty-",
            "batch-delete", "cancel-", "reset-", "schedule-key-deletion",
        ]) {
            if service == "cloudtrail" || service == "guardduty" || service == "config" { usage.traits.insert(.disablesSecurity) }
            usage.traits.insert(.destroysInfrastructure)
            return
        }
        if service == "iam" || service == "sts" || service == "organizations" || verb.contains("policy")
            || verb.contains("permission") || starts(["attach-", "authorize-", "put-bucket-acl", "create-access-key"])
        {
            if verb == "assume-role" || verb == "create-access-key" { usage.traits.insert(.printsSecrets) }
            usage.traits.insert(.grantsAccess)
            return
        }
        if starts([
            "create-", "run-", "start-", "request-", "purchase-", "allocate-", "provision-", "launch-", "restore-", "copy-",
        ]) {
            usage.traits.insert(.spends)
            usage.uses.append(Use(.spend, words[0].saying("aws." + service)))
            return
        }
        if starts(["invoke", "send-", "publish", "put-", "upload-"]) {
            usage.traits.insert(verb.hasPrefix("send-email") || verb == "publish" ? .messages : .uploads)
        }
        if service == "ssm", verb == "start-session" || verb == "send-command" { usage.traits.insert(.remote) }
        if service == "ec2-instance-connect" || service == "ecs" && verb == "execute-command" { usage.traits.insert(.remote) }
    }

    mutating func s3() {
        guard let verb = arguments.operands.first?.text else { return }
        let paths = arguments.operands.dropFirst()
        let isFar = { (path: Field) in path.knownPrefix.hasPrefix("s3://") }
        switch verb {
        case "rb", "rm":
            usage.traits.insert(.destroysInfrastructure)
            if arguments.has("--recursive") || arguments.has("--force") { usage.traits.insert(.bulk) }
        case "cp", "mv", "sync":
            guard let source = paths.first, let target = paths.dropFirst().first else { return }
            let whole = arguments.has("--recursive") || verb == "sync"
            if !isFar(source) { add(.read, source, whole: whole) }
            if isFar(target) {
                usage.uses.append(Use(.connect, target, sendsData: !isFar(source)))
                if !isFar(source) { usage.traits.insert(.uploads) }
            } else {
                usage.traits.insert(.downloads)
                add(.write, target, whole: false)
            }
            if verb == "mv", !isFar(source) { add(.delete, source, whole: whole) }
            if arguments.has("--delete") {
                usage.traits.insert(.mirrors)
                if isFar(target) { usage.traits.insert(.destroysInfrastructure) } else { add(.delete, target, whole: true) }
            }
            if arguments.value("--acl")?.knownPrefix.hasPrefix("public") == true { usage.traits.insert(.publishes) }
        case "mb":
            usage.traits.insert(.spends)
            usage.uses.append(Use(.spend, words[0].saying("aws.s3")))
        case "presign": usage.traits.insert(.publishes)
        default: break
        }
    }

    /// Whatever cloud it is: what it costs, and where it goes.
    mutating func cloud() {
        if usage.traits.contains(.spends) { usage.uses.append(Use(.spend, words[0].saying(name))) }
        // A copy from here to there.
        if ["cp", "mv", "sync", "rsync", "upload", "put", "copy"].contains(arguments.path.last ?? ""),
            arguments.operands.last?.isAddress == true,
            usage.uses.contains(where: { $0.kind == .read })
        {
            usage.traits.insert(.uploads)
        }
        // Without a subcommand it deploys the folder.
        if ["vercel", "now", "surge"].contains(name), arguments.path.isEmpty { usage.traits.insert(.publishes) }
    }

    mutating func cloudSecret() {
        let texts = arguments.operands.compactMap(\.text)
        if texts.contains(where: { ["delete", "remove", "purge", "destroy", "rm"].contains($0) }) {
            usage.traits.insert(.destroysInfrastructure)
        }
        if arguments.path.last == "config:get" { usage.traits.insert(.printsSecrets) }
        let sets = texts.contains {
            $0.contains("set") || $0.contains("add") || $0.contains("put") || $0.contains("create") || $0.contains("rm")
                || $0.contains("=")
        }
        if ["config", "settings"].contains(arguments.path.last ?? "") { return }
        if texts.contains(where: { ["get", "access", "pull", "show", "versions", "reveal", "download"].contains($0) }) {
            usage.traits.insert(.printsSecrets)
        }
        if sets || (arguments.path.last ?? "").hasSuffix(":set") { usage.traits.insert(.grantsAccess) }
    }

    mutating func terraform() {
        usage.uses.append(Use(.spend, words[0].saying("terraform")))
        usage.traits.insert(.spends)
        if arguments.has("-auto-approve") || arguments.has("-destroy") { usage.traits.insert(.destroysInfrastructure) }
    }

    /// `ansible hosts -m shell -a text`
    mutating func ansible() {
        guard let text = arguments.value("-a") else { return }
        let module = arguments.value("-m")?.text ?? "command"
        guard ["command", "shell", "raw", "script", "ansible.builtin.shell", "ansible.builtin.command"].contains(module) else {
            return
        }
        var start = Start(.script(text, .bash))
        let hosts = arguments.operands.first?.pattern ?? "*"
        if hosts != "localhost" && hosts != "127.0.0.1" { start.place = .host(hosts) }
        usage.starts.append(start)
    }

    // MARK: Databases

    /// SQL comes in options, a file or standard input.
    mutating func sql() {
        let hasCode = arguments.options.contains { given in
            switch given.option.role {
            case .code, .file: true
            default: false
            }
        }
        if !hasCode, name != "sqlite3" || arguments.operands.count < 2 { usage.starts.append(Start(.input(.sql))) }
        if name == "psql", let target = arguments.operands.first, target.isAddress { usage.uses.append(Use(.connect, target)) }
        usage.uses.removeAll {
            ["localhost", "127.0.0.1", "::1", "/tmp", "/var/run/postgresql", ":memory:"].contains($0.target.text)
        }
    }

    mutating func redis() {
        if let verb = arguments.operands.first?.text?.uppercased() {
            let texts = arguments.operands.dropFirst().compactMap { $0.text?.uppercased() }
            switch verb {
            case "FLUSHALL", "FLUSHDB": usage.traits.insert(.destroysData)
            case "SHUTDOWN": usage.traits.insert(.services)
            case "CONFIG": if ["SET", "REWRITE"].contains(texts.first) { usage.traits.insert(.hostSettings) }
            case "SCRIPT", "EVAL", "EVALSHA", "FUNCTION", "FCALL": if verb == "EVAL" { usage.traits.insert(.inlineCode) }
            case "MODULE": if texts.first == "LOAD" { usage.traits.insert(.escapes) }
            case "SLAVEOF", "REPLICAOF": usage.traits.insert(.tunnels)
            case "DEBUG": usage.traits.insert(.services)
            case "ACL": if texts.first == "SETUSER" { usage.traits.insert(.grantsAccess) }
            default: break
            }
        } else if arguments.options.allSatisfy({
            $0.name != "--scan" && $0.name != "--stat" && $0.name != "--bigkeys" && $0.name != "--rdb"
        }) {
            usage.starts.append(Start(.input(.other)))
        }
    }

    mutating func mongo() {
        if let address = arguments.operands.first, address.isAddress { usage.uses.append(Use(.connect, address)) }
        for code in arguments.values("--eval") {
            let bytes = Array(code.pattern.utf8.filter { $0 != 32 })
            let drops = [
                "dropDatabase(", ".drop(", "deleteMany({})", ".remove({})", "dropAllUsers(", "dropUser(", "dropIndexes(",
            ]
            if drops.contains(where: bytes.holds) { usage.traits.insert(.destroysData) }
        }
        if !arguments.has("--eval"), !arguments.has("-f"), arguments.operands.count < 2 {
            usage.starts.append(Start(.input(.node)))
        }
    }

    /// Administration by subcommand: what drops, resets or clears.
    mutating func database() {
        let texts = ([name] + arguments.operands.compactMap(\.text)).map { $0.lowercased() }
        let destroys =
            ["dropdb", "pg_dropcluster", "pg_resetwal"].contains(name)
            || texts.dropFirst().contains { text in
                [
                    "drop", "reset", "clean", "delete", "rollback", "purge", "truncate", "fresh", "refresh", "down",
                    "delete-range", "del", "flush", "drop-all",
                ].contains(text)
                    || text.hasPrefix("drop") || text.hasSuffix(":drop") || text.hasSuffix(":reset")
                    || text.hasSuffix(":undo:all") || text.hasSuffix(":fresh")
            }
        if destroys, !words.contains(where: { $0.text == "--dry-run" }) { usage.traits.insert(.destroysData) }
        if ["dropuser", "createuser"].contains(name) { usage.traits.insert(.users) }
        if ["pg_ctl", "pg_ctlcluster"].contains(name),
            texts.contains(where: { ["stop", "restart", "start"].contains($0) })
                || name == "mysqladmin" && texts.contains("shutdown")
        {
            usage.traits.insert(.services)
        }
        if name.hasSuffix("admin"), texts.contains("password") { usage.traits.insert(.passwords) }
        if name.hasSuffix("admin"), texts.contains("shutdown") { usage.traits.insert(.services) }
        if name.hasPrefix("prisma"), texts.contains("--force-reset") { usage.traits.insert(.destroysData) }
        if words.contains(where: { $0.text == "--force-reset" || $0.text == "--accept-data-loss" }) {
            usage.traits.insert(.destroysData)
        }
    }
}

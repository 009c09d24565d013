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
            if words.contains(where: { $0.text == "--generate-cli-skeleton" || $0.text == "help" }) { return }
            if service == "cloudtrail" || service == "guardduty" || service == "config" { usage.traits.insert(.disablesSecurity) }
            // What stops can start again; an alarm or a tag is written anew.
            let small = ["alarm", "tag", "dashboard", "label", "message", "event", "metric", "template", "layer", "alias"]
            let isSmall =
                starts(["stop-", "cancel-", "deregister-", "disassociate-", "remove-tags", "remove-targets", "untag"])
                || starts(["delete-"]) && small.contains { verb.contains("-" + $0) }
            usage.traits.insert(isSmall ? .removesResource : .destroysInfrastructure)
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
        guard let verb = arguments.operands.first?.text, arguments.operands.last?.text != "help" else { return }
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

    /// What goes with `kubectl delete`, `docker volume rm`, `gcloud compute instances delete`: one thing that is made again, or
    /// what holds data, or many things.
    mutating func resource() {
        let texts = (arguments.path + arguments.operands.compactMap(\.text)).map { $0.lowercased() }
        if texts.contains("help") || texts.contains("auth") || texts.contains("login") { return }
        let isPrune = arguments.path.last == "prune" || arguments.path.last == "leave"
        let isMany =
            isPrune
            ? arguments.has("-v")
            : arguments.has("--all") || arguments.has("-A") || arguments.has("-l") || arguments.has("-k")
                || arguments.value("-f") != nil || texts.contains("all")
        let kind = texts.first { word in Self.replaceable.contains { word == $0 || word.hasPrefix($0 + "/") } }
        let holds = texts.contains { word in
            Self.holding.contains { word == $0 || word.hasPrefix($0 + "/") || word.hasPrefix($0 + ",") }
        }
        let isUnknown = arguments.operands.first?.startsWithHole == true
        if !isMany, !holds, !isUnknown, kind != nil || isPrune {
            usage.traits.insert(.removesResource)
        } else {
            usage.traits.insert(.destroysInfrastructure)
        }
    }

    /// Kinds of things that somebody makes again without loss.
    static let replaceable: Set<String> = [
        "pod", "pods", "po", "job", "jobs", "event", "events", "ev", "replicaset", "replicasets", "rs", "container", "containers",
        "image", "images", "network", "networks", "builder", "buildx", "context", "plugin", "manifest", "hpa", "alarm", "alarms",
        "alert", "tag", "tags", "alias", "webhook", "label", "notification", "health-check", "task", "tasks", "revision",
        "revisions", "session", "sessions", "cache", "build", "builds", "preview", "subnet", "flavor",
    ]

    /// Kinds of things that hold data, or other things.
    static let holding: Set<String> = [
        "volume", "volumes", "namespace", "namespaces", "ns", "persistentvolume", "persistentvolumes", "pv",
        "persistentvolumeclaim", "persistentvolumeclaims", "pvc", "node", "nodes", "crd", "crds", "customresourcedefinition",
        "customresourcedefinitions", "statefulset", "statefulsets", "sts", "secret", "secrets", "cluster", "clusters", "bucket",
        "buckets", "database", "databases", "db", "sql", "stack", "stacks", "project", "projects", "disk", "disks", "snapshot",
        "snapshots", "storage", "instance", "instances", "vm", "vms", "user", "users", "swarm", "machine", "group",
        "org", "account", "registry", "repo", "repository", "backup", "backups", "queue", "queues", "topic", "topics", "table",
        "tables", "zone", "dns", "key", "keys", "kv", "d1", "r2", "app", "apps", "droplet", "server", "servers", "nodegroup",
    ]

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
        // Without a subcommand it deploys the folder: for a look, or for everybody.
        let isProduction = name == "surge" || words.contains { $0.text == "--prod" || $0.text == "--production" }
        if ["vercel", "now", "surge"].contains(name), arguments.path.isEmpty, isProduction { usage.traits.insert(.publishes) }
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
        if arguments.has("-destroy") || name == "terragrunt" && arguments.has("-auto-approve") {
            usage.traits.insert(.destroysInfrastructure)
        }
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
            case "CONFIG":
                if ["SET", "REWRITE"].contains(texts.first) { usage.traits.insert(.hostSettings) }
                // The next save writes what it holds to a file of somebody's choice.
                if texts.first == "SET", texts.count > 2, ["DIR", "DBFILENAME", "LOGFILE", "APPENDFILENAME"].contains(texts[1]) {
                    usage.traits.insert(.escapes)
                    if texts[1] == "DIR", arguments.operands.count > 3 { add(.write, arguments.operands[3], whole: true) }
                }
            case "SCRIPT", "EVAL", "EVALSHA", "FUNCTION", "FCALL": if verb == "EVAL" { usage.traits.insert(.inlineCode) }
            case "MODULE": if texts.first == "LOAD" { usage.traits.insert(.preloads) }
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
        let looks: Set<String> = ["--dry-run", "-n", "-V", "-?", "--help", "--version"]
        if destroys, !words.contains(where: { looks.contains($0.text ?? "") && ($0.text != "-n" || name == "pg_resetwal") }) {
            usage.traits.insert(.destroysData)
        }
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

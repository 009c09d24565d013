// SPDX-License-Identifier: Apache-2.0

import Cedar

/// What a line speaks of: actions of the gate's schema, a condition on them, and both in words.
struct Matter {
    /// Of the schema; all of them take the same type of resource.
    var actions: [String]
    /// All must hold.
    var conditions: [Expr]
    var words: String

    init(_ actions: [String], _ conditions: [Expr] = [], _ words: String) {
        self.actions = actions
        self.conditions = conditions
        self.words = words
    }

    enum Kind { case file, run, host, message, other }

    var kind: Kind {
        switch actions.first {
        case "read", "write", "delete": .file
        case "run": .run
        case "connect": .host
        case "send": .message
        default: .other
        }
    }

    func with(_ condition: Expr, _ words: String) -> Matter {
        var matter = self
        matter.conditions.append(condition)
        matter.words += " " + words
        return matter
    }

    /// A program at work that has one of these traits.
    static func running(_ traits: [String], _ words: String) -> Matter {
        Matter(["run"], [Expr.context("traits").hasAny(traits)], words)
    }
}

/// A verb's bearing on things: which actions it means for files, hosts, programs and messages.
struct Verb {
    enum Class: Hashable {
        case read, write, delete, access, run, use, browse, connect, download, upload, send, search, install, schedule, spend,
            listen, push, start, stop, publish, show, disable, mount, scan, record, open, become, make
    }

    let kind: Class
    let phrases: [String]

    init(_ kind: Class, _ phrases: String...) {
        self.kind = kind
        self.phrases = phrases
    }

    /// Longer phrases are found first.
    static let all: [Verb] = [
        Verb(.read, "read", "view", "see", "inspect", "look at", "look into", "list", "print the contents of", "scan through"),
        Verb(
            .write,
            "write to",
            "write",
            "edit",
            "modify",
            "change",
            "alter",
            "update",
            "save",
            "append to",
            "overwrite",
            "rename",
            "move",
            "patch",
            "touch",
            "rewrite",
            "replace",
            "tamper with",
            "configure",
            "set",
            "changes to",
            "modifications to",
            "modification of",
            "edits to",
            "writes to"
        ),
        Verb(
            .delete,
            "delete",
            "remove",
            "erase",
            "wipe",
            "trash",
            "destroy",
            "purge",
            "drop",
            "truncate",
            "shred",
            "clear",
            "prune",
            "uninstall",
            "terminate",
            "deletion of",
            "removal of"
        ),
        Verb(.access, "access", "reach into"),
        Verb(.run, "run", "execute", "exec", "invoke", "call", "execution of"),
        Verb(.use, "use", "operate"),
        Verb(.browse, "browse", "visit", "surf", "navigate to", "go to", "view pages on"),
        Verb(
            .connect,
            "connect to",
            "connect",
            "talk to",
            "contact",
            "reach",
            "communicate with",
            "make requests to",
            "make connections to",
            "open connections to",
            "query"
        ),
        Verb(.download, "download", "fetch", "pull", "retrieve"),
        Verb(.upload, "upload", "exfiltrate", "transfer", "copy out", "leak"),
        Verb(
            .send,
            "send",
            "text",
            "message",
            "email",
            "e-mail",
            "mail",
            "reply",
            "post",
            "dm",
            "notify",
            "forward",
            "write messages",
            "share"
        ),
        Verb(.search, "search", "google", "look up"),
        Verb(.install, "install", "add packages", "upgrade"),
        Verb(.schedule, "schedule", "set up cron", "automate"),
        Verb(
            .spend,
            "spend",
            "buy",
            "pay",
            "pay for",
            "purchase",
            "order",
            "transfer money",
            "make purchases",
            "make payments",
            "charge"
        ),
        Verb(.listen, "listen on", "listen for", "listen", "accept", "expose"),
        Verb(.push, "push to", "push", "force push", "force-push"),
        Verb(.publish, "publish", "release", "deploy"),
        Verb(.start, "start", "launch", "spawn", "enable", "restart", "boot"),
        Verb(.stop, "stop", "kill", "end", "halt", "shut down", "shutdown", "power off", "reboot", "suspend"),
        Verb(.show, "show", "reveal", "print", "dump", "export", "display", "echo", "log", "expose secrets"),
        Verb(.disable, "disable", "turn off", "switch off", "bypass", "circumvent"),
        Verb(.mount, "mount", "unmount", "format", "partition"),
        Verb(.scan, "scan", "probe", "brute force", "brute-force"),
        Verb(.record, "record", "capture", "take", "watch", "spy on", "monitor"),
        Verb(.open, "open"),
        Verb(.become, "become", "switch to", "escalate to", "escalate", "elevate", "gain"),
        Verb(.make, "make", "create", "add", "generate", "allocate", "provision"),
    ]

    /// What it means for a file; nil if it is nothing that one does with files.
    static func fileActions(_ kind: Class) -> [String]? {
        switch kind {
        case .read, .show, .search, .open, .browse, .upload, .send: ["read"]
        case .write, .make: ["write"]
        case .delete: ["delete"]
        case .access, .use: ["read", "write", "delete"]
        case .push, .publish: ["read"]
        default: nil
        }
    }
}

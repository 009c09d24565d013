// SPDX-License-Identifier: Apache-2.0

import Cedar

/// A category of what an agent may be kept from altogether.
public enum Restriction: String, Sendable, CaseIterable {
    case browserSearch = "browser_search"
    case codeExecution = "code_execution"
    case osCommands = "os_commands"
}

/// Whom an agent may message by telephone number.
public struct PhoneRule: Sendable, Hashable {
    public enum Mode: String, Sendable, CaseIterable { case unrestricted, allowlist, blocklist }

    public var mode: Mode
    /// E.164 numbers; a `*` at the end stands for any digits.
    public var patterns: [String]

    public init(mode: Mode = .unrestricted, patterns: [String] = []) {
        self.mode = mode
        self.patterns = patterns
    }

    /// `+6591234567` or `+65*`.
    public static func isPattern(_ text: String) -> Bool {
        guard text.hasPrefix("+") else { return false }
        let rest = text.dropFirst()
        let digits = rest.hasSuffix("*") ? rest.dropLast() : rest
        return digits.allSatisfy { $0.isASCII && $0.isNumber } && digits.first != "0" && digits.count <= 15
            && (rest.hasSuffix("*") || digits.count >= 7)
    }
}

/// The policies that settings stand for.
enum SettingPolicies {
    static func policies(_ blacklist: Set<Restriction>, _ phoneNumbers: PhoneRule) -> [Policy] {
        blacklist.sorted { $0.rawValue < $1.rawValue }.flatMap(policies) + policies(phoneNumbers)
    }

    private static func policies(_ restriction: Restriction) -> [Policy] {
        let resource = Expr(.variable(.resource))
        func group(_ name: String) -> Expr { resource.isIn(.entity(GateTypes.programGroup, name)) }
        func tools(_ names: [String]) -> Expr? { Expr.any(names.map { resource == .entity(GateTypes.tool, $0) }) }
        switch restriction {
        case .browserSearch:
            let browsers = [
                "chrome", "google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "firefox", "brave-browser",
                "microsoft-edge", "safari", "w3m", "lynx", "links", "elinks", "browser",
            ]
            return [
                forbid("blacklist-browser-search", "browsing and searching", "tool_call", tools(["Browser", "WebSearch"])),
                forbid("blacklist-browsers", "browsers", "run", Expr.resource("name").isOne(of: browsers)),
            ]
        case .codeExecution:
            let builders = [
                "npm", "npx", "yarn", "pnpm", "make", "cmake", "cargo", "go", "swift", "swiftc", "rustc", "gcc", "g++", "clang",
                "javac", "java", "tsc", "tsx", "ts-node", "jupyter", "ipython",
            ]
            return [
                forbid(
                    "blacklist-code-execution",
                    "scripts and developers' tools",
                    "run",
                    Expr.any([group("interpreters"), Expr.resource("name").isOne(of: builders)])
                )
            ]
        case .osCommands:
            return [
                forbid("blacklist-os-commands", "shell and file system commands", "tool_call", tools(["Bash", "Process"])),
                forbid("blacklist-shells", "shells", "run", group("shells")),
            ]
        }
    }

    private static func policies(_ rule: PhoneRule) -> [Policy] {
        let phone = Expr.context("phone")
        let isListed = Expr.any(rule.patterns.map { $0.hasSuffix("*") ? phone.like($0) : phone == .string($0) })
        switch rule.mode {
        case .unrestricted: return []
        case .allowlist:
            // On channels that go by numbers, whatever is no listed number is kept out; elsewhere any number is.
            let channels = ["whatsapp", "signal", "sms", "imessage", "bluebubbles", "rcs", "voice", "phone"]
            let byNumber = Expr.any(channels.map { Expr(.variable(.resource)) == .entity(GateTypes.channel, $0) })
            let isNumber = !(phone == .string(""))
            let concerned = Expr.any([byNumber, isNumber].compactMap { $0 })
            let condition = isListed.map { [concerned, !$0].compactMap { $0 } } ?? [concerned].compactMap { $0 }
            return [forbid("phone-allowlist", "numbers that are not listed", "send", Expr.all(condition))]
        case .blocklist:
            guard let isListed else { return [] }
            return [forbid("phone-blocklist", "numbers that are listed", "send", isListed)]
        }
    }

    private static func forbid(_ id: String, _ what: String, _ action: String, _ condition: Expr?) -> Policy {
        Policy(
            id: Cedar.Text(id),
            annotations: [
                Annotation("id", Cedar.Text(id)), Annotation("title", "A setting of the owner"),
                Annotation("reason", Cedar.Text("the owner's settings rule out \(what)")), Annotation("severity", "high"),
                Annotation("instead", "ask the owner to change the setting"),
            ],
            effect: .forbid,
            action: .equal(EntityUID(type: GateTypes.action, id: Cedar.Text(action))),
            conditions: condition.map { [Condition(.when, $0)] } ?? []
        )
    }
}

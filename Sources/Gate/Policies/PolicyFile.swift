// SPDX-License-Identifier: Apache-2.0

public import Calls

/// `<data>/gate/policies.json`, which says what the gate goes by:
///
///     {"packs": {"base": true, "system": false, "owasp": false}, "lockdown": false,
///      "customRules": "forbid (…);", "policyPath": "/etc/drawbridge/only.cedar",
///      "policies": {"*": "DENY: run sudo", "main": "…"},
///      "blacklist": {"browser_search": false, "code_execution": false, "os_commands": false},
///      "phone_numbers": {"mode": "unrestricted" | "allowlist" | "blocklist", "patterns": ["+65*"]}}
///
/// Every member may be absent; one that is not known is an error.
public enum PolicyFile {
    /// What is wrong with the file.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let description: String

        init(_ key: String, _ message: String) { description = key.isEmpty ? message : "\(key): \(message)" }
    }

    /// - Parameter read: The content of the file that `policyPath` names.
    public static func settings(_ json: JSONValue, read: (String) -> String?) throws(Failure) -> PolicySettings {
        guard case .object(let members) = json else { throw Failure("", "a JSON object is expected") }
        var settings = PolicySettings()
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            switch key {
            case "packs":
                for (name, isOn) in try object(value, key) {
                    guard let pack = Pack(rawValue: name) else { throw Failure("packs.\(name)", "there is no such pack") }
                    if try bool(isOn, "packs.\(name)") { settings.packs.insert(pack) } else { settings.packs.remove(pack) }
                }
            case "lockdown": settings.lockdown = try bool(value, key)
            case "customRules": settings.customRules = try string(value, key)
            case "policyPath":
                let path = try string(value, key)
                if path.isEmpty { continue }
                guard let text = read(path) else { throw Failure(key, "\(path) cannot be read") }
                settings.onlyFile = text
            case "policies":
                for (agent, text) in try object(value, key) {
                    settings.agentPolicies[agent] = try string(text, "policies.\(agent)")
                }
            case "blacklist":
                for (name, isOn) in try object(value, key) {
                    guard let restriction = Restriction(rawValue: name) else {
                        throw Failure("blacklist.\(name)", "there are browser_search, code_execution and os_commands")
                    }
                    if try bool(isOn, "blacklist.\(name)") { settings.blacklist.insert(restriction) }
                }
            case "phone_numbers": settings.phoneNumbers = try phoneNumbers(value)
            default: throw Failure(key, "this setting is not known")
            }
        }
        return settings
    }

    private static func phoneNumbers(_ value: JSONValue) throws(Failure) -> PhoneRule {
        let members = try object(value, "phone_numbers")
        let modes = PhoneRule.Mode.allCases.map(\.rawValue).joined(separator: ", ")
        guard let mode = try PhoneRule.Mode(rawValue: string(members["mode"] ?? "unrestricted", "phone_numbers.mode")) else {
            throw Failure("phone_numbers.mode", "there are \(modes)")
        }
        var patterns: [String] = []
        for pattern in members["patterns"]?.arrayValue ?? [] {
            let text = try string(pattern, "phone_numbers.patterns")
            guard PhoneRule.isPattern(text) else {
                throw Failure("phone_numbers.patterns", "“\(text)” is no number like +6591234567 or +65*")
            }
            patterns.append(text)
        }
        return PhoneRule(mode: mode, patterns: patterns)
    }

    private static func object(_ value: JSONValue, _ key: String) throws(Failure) -> [String: JSONValue] {
        guard case .object(let members) = value else { throw Failure(key, "an object is expected") }
        return members
    }

    private static func bool(_ value: JSONValue, _ key: String) throws(Failure) -> Bool {
        guard let bool = value.boolValue else { throw Failure(key, "true or false is expected") }
        return bool
    }

    private static func string(_ value: JSONValue, _ key: String) throws(Failure) -> String {
        guard let string = value.stringValue else { throw Failure(key, "a string is expected") }
        return string
    }
}

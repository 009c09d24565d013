// SPDX-License-Identifier: Apache-2.0

/// One thing that a tool call would do.
public struct Effect: Sendable, Hashable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A program starts; the target is its name or absolute path.
        case run
        /// A file or folder is read; the target of this and the next two is an absolute path.
        case read
        case write
        case delete
        /// A connection opens; the target is `host` or `host:port`.
        case connect
        /// A message leaves; the target is `channel:recipient`.
        case send
        /// A setting of the agent or of its machine changes.
        case configure
        /// Money or a metered resource is spent.
        case spend
        /// Something is left behind that starts by itself: cron, units, shell profiles.
        case persist
        /// What happens cannot be told.
        case unknown
    }

    public var kind: Kind
    /// What it happens to, in canonical form. Empty where it cannot be known.
    public var target: String
    /// Whether the target is computed when the call runs, so that what stands here is at best a part of it.
    public var isDynamic: Bool
    /// Only for `run`: the arguments after the program's name.
    public var arguments: [String]
    /// Only for `delete`: whether whole folders go.
    public var isRecursive: Bool
    /// Only for `write` and `delete`: whether the owner can get back what was there
    /// (version control has it, or a build makes it again). False where nobody looked.
    public var isRecoverable: Bool
    /// Only for `connect`: whether local data goes out.
    public var sendsData: Bool
    /// What is worth knowing beyond that, in kebab case and sorted: `forced`, `privilege`, `runs-download`.
    /// Those that come of shell commands are `ShellSyntax.Trait`'s.
    public var traits: [String]

    public init(
        _ kind: Kind,
        _ target: String,
        isDynamic: Bool = false,
        arguments: [String] = [],
        isRecursive: Bool = false,
        isRecoverable: Bool = false,
        sendsData: Bool = false,
        traits: [String] = []
    ) {
        self.kind = kind
        self.target = target
        self.isDynamic = isDynamic
        self.arguments = arguments
        self.isRecursive = isRecursive
        self.isRecoverable = isRecoverable
        self.sendsData = sendsData
        self.traits = traits
    }
}

extension Effect: Codable {
    enum CodingKeys: String, CodingKey {
        case kind, target, arguments, recursive, recoverable, traits
        case isDynamic = "dynamic"
        case sendsData = "sends_data"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.decode(Kind.self, forKey: .kind)
        target = try container.decode(String.self, forKey: .target)
        isDynamic = try container.decodeIfPresent(Bool.self, forKey: .isDynamic) ?? false
        arguments = try container.decodeIfPresent([String].self, forKey: .arguments) ?? []
        isRecursive = try container.decodeIfPresent(Bool.self, forKey: .recursive) ?? false
        isRecoverable = try container.decodeIfPresent(Bool.self, forKey: .recoverable) ?? false
        sendsData = try container.decodeIfPresent(Bool.self, forKey: .sendsData) ?? false
        traits = try container.decodeIfPresent([String].self, forKey: .traits) ?? []
    }

    /// `{"kind", "target", "dynamic"?, …}`: what is false or empty is left out.
    public var json: JSONValue {
        .object(omittingNil: [
            "kind": .string(kind.rawValue),
            "target": .string(target),
            "dynamic": isDynamic ? true : nil,
            "arguments": arguments.isEmpty ? nil : .array(arguments.map(JSONValue.string)),
            "recursive": isRecursive ? true : nil,
            "recoverable": isRecoverable ? true : nil,
            "sends_data": sendsData ? true : nil,
            "traits": traits.isEmpty ? nil : .array(traits.map(JSONValue.string)),
        ])
    }

    public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}

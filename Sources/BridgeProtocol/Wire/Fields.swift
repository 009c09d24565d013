// SPDX-License-Identifier: Apache-2.0

public import Calls

/// Reads the members of a JSON object, checking type, presence and length, and naming the member that is wrong.
///
/// A member that is `null` counts as absent; members that nobody asks for are ignored, as the protocol says.
public struct Fields: Sendable {
    public let members: [String: JSONValue]
    private let prefix: String

    /// - Throws: ``WireError`` `invalid_request` if `json` is no object.
    public init(_ json: JSONValue, at path: String = "") throws(WireError) {
        guard case .object(let members) = json else {
            throw Self.failure(path, "wrong_type", "must be an object")
        }
        self.members = members
        prefix = path.isEmpty ? "" : path + "."
    }

    private static func failure(_ path: String, _ code: String, _ message: String) -> WireError {
        WireError(
            .invalidRequest,
            path.isEmpty ? "The body \(message)." : "\"\(path)\" \(message).",
            problems: [FieldProblem(path: path, code: code, message: message)]
        )
    }

    public func failure(_ name: String, _ code: String, _ message: String) -> WireError {
        Self.failure(prefix + name, code, message)
    }

    /// The member, unless it is absent or null.
    public func value(_ name: String) -> JSONValue? {
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    /// A text of at most `maximum` UTF-8 bytes.
    public func optionalString(_ name: String, maximum: Int = Limits.label) throws(WireError) -> String? {
        guard let value = value(name) else { return nil }
        guard let string = value.stringValue else { throw failure(name, "wrong_type", "must be a string") }
        guard string.utf8.count <= maximum else {
            var error = failure(name, "too_big", "has \(string.utf8.count) bytes, at most \(maximum) are taken")
            if maximum >= Limits.text {
                error.code = ErrorCode.payloadTooLarge.rawValue
                error.status = ErrorCode.payloadTooLarge.status
            }
            throw error
        }
        return string.withoutNUL
    }

    public func string(_ name: String, maximum: Int = Limits.label, emptyAllowed: Bool = false) throws(WireError) -> String {
        guard let string = try optionalString(name, maximum: maximum) else { throw failure(name, "missing", "is missing") }
        guard emptyAllowed || !string.isEmpty else { throw failure(name, "too_small", "is empty") }
        return string
    }

    public func optionalInteger(_ name: String, in range: ClosedRange<Int64> = 0...Int64.max) throws(WireError) -> Int64? {
        guard let value = value(name) else { return nil }
        guard let integer = value.intValue else { throw failure(name, "wrong_type", "must be an integer") }
        guard range.contains(integer) else {
            throw failure(
                name,
                integer < range.lowerBound ? "too_small" : "too_big",
                "must lie between \(range.lowerBound) and \(range.upperBound)"
            )
        }
        return integer
    }

    /// One of an enumeration's words.
    public func optionalWord<Word: RawRepresentable & CaseIterable>(
        _ name: String,
        _ type: Word.Type = Word.self
    ) throws(WireError) -> Word? where Word.RawValue == String {
        guard let string = try optionalString(name) else { return nil }
        guard let word = Word(rawValue: string) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw failure(name, "unknown_value", "must be one of \(known)")
        }
        return word
    }

    public func word<Word: RawRepresentable & CaseIterable>(
        _ name: String,
        _ type: Word.Type = Word.self
    ) throws(WireError) -> Word where Word.RawValue == String {
        guard let word = try optionalWord(name, type) else { throw failure(name, "missing", "is missing") }
        return word
    }

    /// Any JSON whose canonical text has at most `maximum` bytes.
    public func optionalJSON(_ name: String, maximum: Int) throws(WireError) -> JSONValue? {
        guard let value = value(name) else { return nil }
        let size = value.canonicalBytes.count
        guard size <= maximum else {
            var error = failure(name, "too_big", "has \(size) bytes, at most \(maximum) are taken")
            error.code = ErrorCode.payloadTooLarge.rawValue
            error.status = ErrorCode.payloadTooLarge.status
            throw error
        }
        return value
    }

    /// A key for a repeatable request: 1 to 255 visible ASCII characters (INTERFACES.md).
    public func idempotencyKey() throws(WireError) -> String? {
        guard let value = value("idempotency_key") else { return nil }
        guard let key = value.stringValue, IdempotencyKey.isValid(key) else {
            throw failure("idempotency_key", "invalid", "must be 1 to 255 visible ASCII characters")
        }
        return key
    }
}

extension String {
    /// With SUBSTITUTE (U+001A, of one byte, too) for each NUL: databases take none in a text, or cut it there.
    public var withoutNUL: String {
        guard utf8.contains(0) else { return self }
        return String(decoding: utf8.map { $0 == 0 ? 0x1A : $0 }, as: UTF8.self)
    }
}

/// The form of a key that makes a POST repeatable.
public enum IdempotencyKey {
    public static let header = "Idempotency-Key"
    public static let replayedHeader = "Idempotent-Replayed"

    public static func isValid(_ key: String) -> Bool {
        (1...255).contains(key.utf8.count) && key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

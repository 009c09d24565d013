// SPDX-License-Identifier: Apache-2.0

import Crypto

/// SHA-256 (FIPS 180-4) over something canonical. Written as 64 lower-case hexadecimal digits.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public let hex: String

    public init(of bytes: some Sequence<UInt8>) {
        var hash = SHA256()
        let contiguous: Void? = bytes.withContiguousStorageIfAvailable { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        if contiguous == nil { hash.update(data: Array(bytes)) }
        hex = Self.hexadecimal(hash.finalize())
    }

    /// Over the canonical JSON (RFC 8785) of a value.
    public init(of value: JSONValue) { self.init(of: value.canonicalBytes) }

    /// - Returns: nil unless `hex` is 64 lower-case hexadecimal digits.
    public init?(hex: String) {
        guard hex.utf8.count == 64, hex.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
        self.hex = hex
    }

    public var description: String { hex }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Digest: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = Digest(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "a digest is 64 lower-case hexadecimal digits"
            )
        }
        self = digest
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}

extension ToolCall {
    /// The digest of this call: tool, parameters, working directory, the targets that its effects resolve to,
    /// and the hashes of the scripts and executables that it names (THREATS 3).
    ///
    /// - Parameters:
    ///   - targets: The canonical targets, as the gate resolved them just now. Order does not matter.
    ///   - contents: SHA-256 of each existing file whose content decides what the call does, by absolute path.
    public func digest(targets: [String], contents: [String: Digest]) -> Digest {
        Digest(
            of: .object(omittingNil: [
                "tool": .string(tool),
                "parameters": .object(parameters),
                "cwd": .string(workingDirectory),
                "env": environment.map { .object($0.mapValues(JSONValue.string)) },
                "targets": .array(Set(targets).sorted().map(JSONValue.string)),
                "contents": .object(contents.mapValues { .string($0.hex) }),
            ])
        )
    }
}

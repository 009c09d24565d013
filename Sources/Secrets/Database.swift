// SPDX-License-Identifier: Apache-2.0

internal import CVectorscan

/// Vectorscan's automaton for all rules.
struct Database: @unchecked Sendable {
    // A `hs_database_t` is only read after it was built (Hyperscan's developer reference, "Scratch space"),
    // and lives as long as its engine.
    let pointer: OpaquePointer

    struct Failure: Error, Sendable, CustomStringConvertible {
        let description: String
        /// The expression that does not compile.
        let index: Int?
    }

    struct Expression {
        var text: String
        var isCaseless = false
        /// Whether the start of a match is wanted, not just its end.
        var startOfMatch = false
    }

    static func compile(_ expressions: [Expression]) throws(Failure) -> Database {
        let texts = expressions.map { Array($0.text.utf8CString) }
        let flags = expressions.map { expression in
            UInt32(HS_FLAG_DOTALL) | (expression.isCaseless ? UInt32(HS_FLAG_CASELESS) : 0)
                | (expression.startOfMatch ? UInt32(HS_FLAG_SOM_LEFTMOST) : 0)
        }
        let ids = (0..<UInt32(expressions.count)).map { $0 }
        // The C strings of all expressions, one after the other, live through the call.
        var offsets: [Int] = []
        var all: [CChar] = []
        for text in texts {
            offsets.append(all.count)
            all += text
        }
        var database: OpaquePointer?
        var error: UnsafeMutablePointer<hs_compile_error_t>?
        let status = all.withUnsafeBufferPointer { all in
            let pointers: [UnsafePointer<CChar>?] = offsets.map { offset in all.baseAddress?.advanced(by: offset) }
            return hs_compile_multi(
                pointers,
                flags,
                ids,
                UInt32(expressions.count),
                UInt32(HS_MODE_BLOCK),
                nil,
                &database,
                &error
            )
        }
        guard status == HS_SUCCESS, let database else {
            let message = error.flatMap { $0.pointee.message }.map { String(cString: $0) } ?? "error \(status)"
            let index = error.map { Int($0.pointee.expression) } ?? -1
            hs_free_compile_error(error)
            throw Failure(description: message, index: index >= 0 ? index : nil)
        }
        return Database(pointer: database)
    }

    /// The database as bytes, for a cache.
    var serialized: [UInt8]? {
        var bytes: UnsafeMutablePointer<CChar>?
        var count = 0
        guard hs_serialize_database(pointer, &bytes, &count) == HS_SUCCESS, let bytes else { return nil }
        defer { drawbridgeFree(bytes) }
        return UnsafeMutableRawBufferPointer(start: bytes, count: count).map { $0 }
    }

    /// Bytes of ``serialized``: only such that were authenticated, since Vectorscan trusts them.
    init?(authenticated bytes: UnsafeRawBufferPointer) {
        var database: OpaquePointer?
        let base = bytes.bindMemory(to: CChar.self).baseAddress
        guard hs_deserialize_database(base, bytes.count, &database) == HS_SUCCESS, let database else { return nil }
        pointer = database
    }

    private init(pointer: OpaquePointer) { self.pointer = pointer }

    var size: Int {
        var size = 0
        hs_database_size(pointer, &size)
        return size
    }

    func free() { hs_free_database(pointer) }

    /// What a cache of databases depends on: the library's version and the processor's features.
    static var platform: String {
        var info = hs_platform_info_t()
        hs_populate_platform(&info)
        return "\(String(cString: hs_version())) \(info.tune) \(info.cpu_features)"
    }
}

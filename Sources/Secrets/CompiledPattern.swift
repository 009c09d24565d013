// SPDX-License-Identifier: Apache-2.0

internal import CPCRE2

/// A PCRE2 pattern, compiled and translated to machine code, anchored at the place where it is tried.
///
/// It takes half a millisecond to make and tens of nanoseconds to try. The code is only read after that, by any thread.
struct CompiledPattern: @unchecked Sendable {
    // A `pcre2_code` is immutable once compiled (pcre2api, "Multithreading"), and lives as long as the process or its engine.
    private let code: OpaquePointer
    let hasGroup: Bool

    struct Failure: Error, Sendable {
        let offset: Int
        let code: Int32
    }

    /// - Parameter whole: The pattern must match up to the end of what it is given too.
    init(_ pattern: String, whole: Bool = false) throws(Failure) {
        var error: Int32 = 0
        var offset = 0
        let options = PCRE2_ANCHORED | (whole ? PCRE2_ENDANCHORED : 0) | PCRE2_NEVER_UTF | PCRE2_NEVER_BACKSLASH_C
        var pattern = pattern
        let code = pattern.withUTF8 {
            pcre2_compile_8($0.baseAddress, $0.count, UInt32(options), &error, &offset, nil)
        }
        guard let code else { throw Failure(offset: offset, code: error) }
        // Where there is no JIT for a processor, matching interprets.
        _ = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
        var groups: UInt32 = 0
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &groups)
        self.code = code
        hasGroup = groups > 0
    }

    /// The secret where the pattern matches at `position` of `text`; it sees `range` of it.
    func match(_ text: Bytes, at position: Int, in range: Range<Int>, _ data: MatchData) -> Range<Int>? {
        guard let base = text.baseAddress else { return nil }
        let result = pcre2_match_8(
            code,
            base + range.lowerBound,
            range.count,
            position - range.lowerBound,
            0,
            data.block,
            data.context
        )
        guard result > 0 else { return nil }
        let vector = pcre2_get_ovector_pointer_8(data.block)
        guard let vector else { return nil }
        let group = result > 1 && hasGroup && vector[2] != Int.max ? 2 : 0
        let start = vector[group]
        let end = vector[group + 1]
        guard start >= 0, end > start, end <= range.count else { return nil }
        return (range.lowerBound + start)..<(range.lowerBound + end)
    }

    func free() { pcre2_code_free_8(code) }

    /// What one thread needs to match.
    final class MatchData {
        fileprivate let block: OpaquePointer?
        fileprivate let context: OpaquePointer?

        init() {
            block = pcre2_match_data_create_8(8, nil)
            context = pcre2_match_context_create_8(nil)
            // A pattern that backtracks more than this does not match: no time but linear (THREATS, fuzzing).
            pcre2_set_match_limit_8(context, 50_000)
        }

        deinit {
            pcre2_match_data_free_8(block)
            pcre2_match_context_free_8(context)
        }
    }
}

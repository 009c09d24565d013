// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Memory that a C library gave away.
func drawbridgeFree(_ pointer: UnsafeMutableRawPointer) { free(pointer) }

/// Where the first zero byte from `start` on stands.
func firstZero(_ text: Bytes, from start: Int) -> Int? {
    guard let base = text.baseAddress, start < text.count else { return nil }
    guard let found = memchr(base + start, 0, text.count - start) else { return nil }
    return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
}

/// read(2) and write(2), under names that no method hides.
func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int { read(file, buffer, count) }
func systemWrite(_ file: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int { write(file, buffer, count) }

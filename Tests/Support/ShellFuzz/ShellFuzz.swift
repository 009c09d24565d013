// SPDX-License-Identifier: Apache-2.0

// The fuzz target `shell` for libFuzzer; `.ci/fuzz` compiles it together with the module. Any text, in any dialect: it is printed
// as it was, and resolving it ends, without a crash, within the time that libFuzzer is told.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    for dialect in Dialect.allCases {
        let script = ShellScript(parsing: text, dialect: dialect)
        guard script.printed == text else { fatalError("printed otherwise: \(script.printed)") }
        let resolution = Resolver(Resolver.Settings(home: "/home/u", directory: "/home/u/work")).resolve(script)
        let end = UInt32(text.utf8.count)
        for invocation in resolution.invocations {
            guard !invocation.words.isEmpty, invocation.span.end <= end else {
                fatalError("an invocation without words or place")
            }
        }
    }
    return 0
}

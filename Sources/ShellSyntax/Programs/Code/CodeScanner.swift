// SPDX-License-Identifier: Apache-2.0

/// Finds what a program's text would do by the calls in it.
enum CodeScanner {
    static func usage(of code: Field, in language: Language) -> Usage {
        Usage()
    }
}

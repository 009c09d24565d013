// SPDX-License-Identifier: Apache-2.0

/// Finds what a program's text would do by the calls in it.
enum CodeScanner {
    /// The longest text that is looked at, in bytes.
    static let limit = 64 << 10

    static func usage(of code: Field, in language: Language, arguments: [Field] = []) -> Usage {
        if code.pattern.utf8.count > limit {
            var usage = Usage()
            usage.doubt = "the code is too long"
            return usage
        }
        // Nothing of it is known.
        if code.knownPrefix.isEmpty, code.pieces.count == 1, code.isDynamic, language != .sql {
            var usage = Usage()
            usage.doubt = "the code is not known"
            return usage
        }
        switch language {
        case .shell:
            var usage = Usage()
            usage.starts.append(Start(.script(code, .bash, arguments: arguments)))
            return usage
        case .sed: return SedScanner(code).usage
        case .awk: return AwkScanner(code).usage
        case .vim: return VimScanner(code).usage
        case .sql: return SQLScanner(code).usage
        case .make: return MakeScanner(code, targets: arguments).usage
        case .packageScripts: return PackageScripts.usage(of: code, names: arguments)
        case .other: return OtherScanner(code).usage
        case .powershell: return PowerShellScanner(code).usage
        case .tcl: return TclScanner(code).usage
        default: return CallScanner(code, language).usage
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import ShellSyntax
import Testing

/// Hostile sizes: quick, and never a crash.
@Suite(.serialized) struct LimitsTests {
    private static let repeated = [
        "$((", "$(", "(", "((a);", "`", "`\\`", "\\", "\"", "\"$(", "${", "${a:-", "\"${x:-", "<<a ", "<<a\n", "[", "[a ", "a[ ",
        "{", "{a,",
        "{a,b}", "a;", "a&&", "a|", "if a; then ", "case a in a) ", "a ", "a", "$a", "@(", "~:", "[[ ( ", "[[ ! ", "! ", "\\\n",
        "a=( ", "f() ",
        "a(){ ", "a>", "'", "$'", "$[", "${a[", "<(", "{1..9}", "#", "\n", "\r\n", "a\n", "coproc ", "time ", "for a in ", "é",
        "a&",
    ]

    @Test(arguments: repeated) func sixtyFourKilobytesAreQuick(_ piece: String) {
        let text = String(repeating: piece, count: 65536 / piece.utf8.count)
        for dialect in Dialect.allCases {
            let clock = ContinuousClock()
            let start = clock.now
            let script = ShellScript(parsing: text, dialect: dialect)
            let time = clock.now - start
            #expect(script.printed == text)
            // A debug build on a busy machine; in release the worst is far below 50 ms.
            #expect(time < .seconds(5), "\(time)")
        }
    }

    @Test(arguments: ["(", "$(", "{ ", "${a:-", "\"$(", "$((", "if ", "@(", "<(", "a=(["]) func deepNestingIsAnError(
        _ piece: String
    ) {
        let script = ShellScript(
            parsing: "echo a" + (piece == "(" || piece == "{ " || piece == "if " ? "; " : " ")
                + String(repeating: piece, count: 2000)
        )
        #expect(script.firstError != nil)
    }

    @Test func nestingWithinTheLimitIsRead() {
        for (open, close) in [("$(a ", ")"), ("(", ";a)"), ("{ a;", ";}"), ("${a:-", "}"), ("\"$(a ", ")\"")] {
            let count = 30
            let text = "a; " + String(repeating: open, count: count) + "a" + String(repeating: close, count: count)
            let script = ShellScript(parsing: text)
            #expect(script.firstError == nil, "\(open) \(String(describing: script.firstError))")
        }
    }

    /// The smallest stack that a thread is given.
    @Test func theDeepestNestingFitsASmallStack() {
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            for piece in ["$(", "\"$(", "(", "{ ", "if ", "${a:-", "$((", "@(", "<(", "a=($(", "[[ ( ", "f() { ", "`"] {
                _ = ShellScript(parsing: String(repeating: piece, count: 1000))
            }
            done.signal()
        }
        #if DEBUG
            thread.stackSize = 4 << 20
        #else
            thread.stackSize = 512 << 10
        #endif
        thread.start()
        done.wait()
    }

    @Test func theWholeIsLimited() {
        let script = ShellScript(parsing: String(repeating: "a", count: Limits.size + 1))
        #expect(script.firstError?.message.contains("longer") == true)
    }

    @Test func whatStandsBeforeAnErrorIsKept() {
        let script = ShellScript(parsing: "a; b\nc )")
        #expect(script.body.items.count == 3)
        #expect(script.firstError?.description == "2:3: unexpected )")
    }

    @Test func backquotesFailLate() {
        let script = ShellScript(parsing: "a `;` b")
        #expect(script.isAccepted && !script.isUnderstood)
        #expect(script.diagnostics.first?.severity == .deferred)
    }
}

@Suite struct CharacterTests {
    @Test func unusualCharactersAreFound() {
        let script = ShellScript(parsing: "r\u{200B}m\u{A0}-rf \u{201C}x\u{201D} \u{0430}\r\u{202E}\u{FF52}\u{7}")
        let kinds = script.unusualCharacters.map(\.kind)
        #expect(
            kinds == [
                .invisible, .space, .looksLike("\""), .looksLike("\""), .looksLike("a"), .carriageReturn, .bidirectional,
                .looksLike("r"), .control,
            ]
        )
        #expect(script.unusualCharacters.allSatisfy { script.text(of: $0.span) == String(Character($0.scalar)) })
        #expect(ShellScript(parsing: "echo é ß 日本 # plain").unusualCharacters.isEmpty)
    }

    @Test func namesInArithmeticAreFound() {
        let script = ShellScript(parsing: "((a1 += b[c] * 0x1f))")
        guard case .compound(let command)? = script.body.items.first?.commands.first.commands.first,
            case .arithmetic(let arithmetic) = command.kind
        else {
            Issue.record("not arithmetic")
            return
        }
        #expect(arithmetic.names.prefix(3) == ["a1", "b", "c"])
    }
}

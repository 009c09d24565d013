// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ShellSyntax

@Suite struct FileNamesTests {
    /// What a script deletes: `!` behind what is recursive, `?` behind what passed a test, `>` behind what is moved.
    private static func deletes(_ script: String) -> [String] {
        var found: [String] = []
        for invocation in Runs.resolution(script).invocations {
            for use in invocation.usage.uses where use.kind == .delete {
                var line = Runs.word(use.target)
                if use.isRecursive { line += "!" }
                if use.traits.contains(.filtered) { line += "?" }
                if use.traits.contains(.moves) { line += ">" }
                found.append(line)
            }
        }
        return found
    }

    private static let deletions: [(String, [String])] = [
        // All of it, or what passes.
        ("find . -delete", [".!"]), ("find . -type f -delete", [".!"]), ("find . ! -name a -delete", [".!"]),
        ("find . -name '*' -delete", [".!"]), ("find / -name x -delete", ["/**/x?"]),
        ("find a b -name '*.o' -delete", ["a/**/*.o?", "b/**/*.o?"]), ("find -mtime +3 -delete", ["./**/*?"]),
        ("find . -maxdepth 1 -name x -delete", ["./x?"]),
        ("find . \\( -name a -o -iname 'b*' \\) -delete", ["./**/a?", "./**/b*?"]),
        ("find . -name a -o -name b -delete", ["./**/b?"]), ("find . -name a -o -delete", [".!"]),
        ("find . \\( -name a -o -size 0 \\) -delete", ["./**/*?"]), ("find . ! \\( -name a \\) -delete", [".!"]),
        ("find . -path './a/*' -delete", ["./a/*?"]), ("find . -path '*/a/b' -delete", ["./**/a/b?"]),
        ("find . -delete -name x", [".!"]), ("find . \\) \\) -delete", [".!"]),
        // What is run for each.
        ("find . -name a -exec rm -rf {} \\;", ["./**/a!?"]), ("find . -type f -name a -exec rm -rf {} +", ["./**/a?"]),
        ("find . -exec rm -r {} \\;", ["./**/*!"]), ("find . -name a -exec sh -c 'rm \"{}\" $0' {} \\;", ["./**/a?", "./**/a?"]),
        // Printed names, and what takes them.
        ("find . -name '*.a' | xargs rm", ["./**/*.a?"]), ("find . -print0 | xargs -0 rm -rf", ["./**/*!"]),
        ("find . -mtime 1 | sort | grep -v x | xargs -I{} rm {}", ["./**/*?"]),
        ("find a b -name c | xargs -I{} sh -c 'echo; rm -- \"{}\"'", ["a/**/c?", "b/**/c?"]),
        ("find . -name a | while read -r f; do rm \"$f\"; done", ["./**/a?"]), ("rm $(find . -name a)", ["./**/a?"]),
        ("for f in `find a b -name c`; do rm $f; done", ["a/**/c?", "b/**/c?"]), ("ls | xargs rm", ["*"]),
        ("ls a | grep x | xargs rm", ["a?", "*?"]), ("ls *.c | xargs rm", ["*.c"]), ("git ls-files | xargs rm", ["**/*"]),
        ("grep -rl x a | xargs rm", ["a/**/*?"]), ("find . -name '*.c' | xargs grep -l x | xargs rm", ["./**/*.c?"]),
        ("find . -name a | xargs dirname | xargs rm -r", ["./**!?"]),
        ("find a/b -name c -exec basename {} \\; | xargs rm", ["c"]),
        ("find . -name a | xargs echo rm | sh", ["./**/a?"]),
        // A hole where the names are changed on the way.
        ("find . -name a | sed s/a/b/ | xargs rm", ["…"]), ("find . -printf '%s %p\\n' | xargs rm", ["…"]),
        ("cat list | xargs rm", ["…"]),
        // Kept elsewhere.
        ("mv a b", ["a>"]), ("gzip a", ["a>"]), ("mv a /dev/null", ["a!"]), ("trash a", ["a!>"]),
    ]

    @Test(arguments: deletions)
    func deletesAre(_ script: String, _ expected: [String]) { #expect(Self.deletes(script) == expected) }

    /// What is not known of a script that has holes.
    @Test(arguments: [
        ("sh -c \"ls $x\"", false), ("sh -c \"$x ls\"", true), ("sh -c \"ls; $x\"", true), ("eval \"cd $x && ls\"", false),
        ("find . -exec sh -c 'cd -P -- \"{}\" && pwd' \\;", false), ("find . -exec sh -c '{}' \\;", true),
        ("find . | sh", true), ("$(find . -name a)", true), ("ls | xargs -I{} sh -c '{} x'", true),
        ("eval \"$(ssh-agent -s)\"", false), ("eval \"$(tool init bash)\"", false), ("eval \"$(cat init)\"", true),
        (". \"$x/lib.sh\"", false), (". \"$x\"", true),
    ])
    func holesAreSaid(_ script: String, _ expected: Bool) {
        let unknowns = Runs.resolution(script).unknowns.filter { $0.reason == .program || $0.reason == .script }
        #expect(!unknowns.isEmpty == expected)
    }

    @Test func testsAreReadInLinearTime() {
        let deep = "find . " + String(repeating: "\\( ", count: 900) + "-name a " + String(repeating: "-o -name b ", count: 300)
        #expect(!Self.deletes(deep + "-delete").isEmpty)
    }
}

// SPDX-License-Identifier: Apache-2.0

// How long ShellSyntax takes: docs/benchmarks/shell.md.
//
//     swift run -c release ShellBench [CORPORA/commands]

import Foundation
import ShellSyntax

let clock = ContinuousClock()

func microseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1e6 + Double(duration.components.attoseconds) / 1e12
}

/// The shortest of some runs, in microseconds.
func best(of runs: Int, _ work: () -> Bool) -> Double {
    (0..<runs).map { _ in microseconds(clock.measure { if work() { print("?") } }) }.min() ?? 0
}

func parsing(_ text: String, runs: Int = 5) -> Double {
    best(of: runs) { ShellScript(parsing: text).leaves.count == .max }
}

let resolver = Resolver(Resolver.Settings(home: "/home/u", directory: "/home/u/work"))

/// Parsing, resolving, and what the programs do with their arguments.
func resolving(_ text: String, runs: Int = 5) -> Double {
    best(of: runs) { resolver.resolve(ShellScript(parsing: text)).invocations.count == .max }
}

func spread(_ times: [Double]) -> String {
    let times = times.sorted()
    guard let last = times.last else { return "none" }
    let mean = times.reduce(0, +) / Double(times.count)
    return "mean \(mean) µs, median \(times[times.count / 2]) µs, p99 \(times[times.count * 99 / 100]) µs, longest \(last) µs"
}

struct Line: Decodable { let command: String }

if CommandLine.arguments.count > 1 {
    let folder = URL(fileURLWithPath: CommandLine.arguments[1])
    var commands: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where file.hasSuffix(".jsonl") {
        let lines = try Data(contentsOf: folder.appendingPathComponent(file)).split(separator: 10)
            .map { try JSONDecoder().decode(Line.self, from: Data($0)).command }
        commands.formUnion(lines)
        let scripts = lines.map { ShellScript(parsing: $0) }
        let resolutions = scripts.map { resolver.resolve($0) }
        let whole = resolutions.count { $0.unknowns.isEmpty }
        let partly = resolutions.count { !$0.unknowns.isEmpty && !$0.invocations.isEmpty }
        print("\(file): \(lines.count) lines, understood \(scripts.count(where: \.isUnderstood)), ", terminator: "")
        print("resolved fully \(whole), in part \(partly)")
    }
    print("\(commands.count) commands parsed: \(spread(commands.map { parsing($0) }))")
    print("\(commands.count) commands resolved: \(spread(commands.map { resolving($0) }))")
    let scripts = commands.map { ShellScript(parsing: $0) }
    print("accepted \(scripts.count(where: \.isAccepted)), understood \(scripts.count(where: \.isUnderstood))")
}

let block = """
    #!/bin/bash
    set -euo pipefail
    for file in "$dir"/*.txt; do
        name=${file##*/}
        if [[ -f $file && ! -L "$file" ]]; then
            count=$(grep -c "^${pattern:-x}" "$file" | awk '{ print $1 }') || continue
            (( total += count ))
            printf '%s\\t%d\\n' "$name" "$count" >> "${out}.log" 2>&1
        fi
        case "$name" in
            *.tmp | *.bak) rm -f -- "$file" ;;
            *) mv "$file" "/srv/${USER}/$(date +%F)/" && echo "moved `basename $file`" ;;
        esac
    done
    cat <<EOF | ssh "$host" 'cat > /tmp/report'
    Total: $total of $(( limit * 2 ))
    EOF

    """
let script = String(String(repeating: block, count: 10240 / block.utf8.count + 1).utf8.prefix(10240)) ?? ""
print("10 KB script: parsed \(parsing(script, runs: 50)) µs, resolved \(resolving(script, runs: 50)) µs")

let pieces = [
    "$((", "$(", "(", "((a);", "`", "`\\`", "`a` ", "\\", "\"", "\"$(", "${", "\"${x:-", "<<a ", "<<a\n", "[", "[a ", "a[ ", "{",
    "{a,",
    "{a,b}", "a;", "a&&", "a|", "a|&", "if a; then ", "a ", "$a", "$a ", "@(", "~:", "! ", "\\\n", "a=( ", "f() ", "a>b ", "a=b ",
    "1>", "'a'", "\"a\"", "$'a'", "\\a", "*", "? ", "$((a))", "$(a)", "\"$a\"", "<(a)", "{1..9}", "\n", "a\n", "a&", "#\n",
    "${a#b}",
    "[[ a ]];", "((a));", "(a);", "{ a;};", "a(){ b;};", "a[1]=2 ", "(( (a); ",
]
var hostile = pieces.map { ($0.debugDescription, String(repeating: $0, count: 65536 / $0.utf8.count)) }
hostile.append(("nested (( with text", String(repeating: "$(( " + String(repeating: "$a", count: 120) + " ", count: 250)))
hostile.append(
    ("here-documents", "cat " + String(repeating: "<<a ", count: 8000) + "\n" + String(repeating: "b\n", count: 16000))
)
for piece in [
    "{a,b}{c,d} ", "a=$a$a;", "a+=xxxxxxxx;", "x[$((i++))]=1;", "f(){ f;f;};f;", "env ", "sudo ", "xargs ",
    "if a; then b=$b$b; fi;",
    "while a; do b; done;", "case a in a) b;; *) c;; esac;", "cd a;", "cd a&&", "echo aaaaaaaa|tr a b|", "echo a>f;", "$(echo a)",
    "eval ",
    "x=$(echo $x$x);", "alias a=b;a;", "b=${b//a/aa};", "for i in {1..99}; do a; done;", "{1..999999}", "set -- $@ $@ a;",
    "read a<<<$b;",
    "export a$i=1;", "ln -s a$((i++)) b$i;", "[[ a == *b ]]||", "$x rm;", "/???/r? x;", "rm -rf x;", "git status;",
] {
    hostile.append((piece.debugDescription, String(repeating: piece, count: 65536 / piece.utf8.count)))
}
func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
hostile.append(("variables in branches", (0..<2000).map { "a\($0)=1;" }.joined() + repeated("if x; then y=1; fi;", 2000)))
hostile.append(("words of a variable", "a='" + repeated("a b ", 5000) + "';" + repeated("echo $a;", 4000)))
hostile.append(("patterns in a value", "a=" + repeated("a", 30000) + ";" + repeated("b=${a//a*b/c};", 2000)))
hostile.append(("loops in loops", (0..<40).map { "for a\($0) in 1 2 3 4 5 6 7 8 9;do " }.joined() + "x" + repeated(";done", 40)))
hostile.append(("lines of input", "while read a; do echo $a; done <<< '" + repeated("a\n", 30000) + "'"))
let parsed = hostile.map { (parsing($0.1, runs: 3), $0.0) }.sorted { $0.0 > $1.0 }
print("64 KB, the five slowest to parse: " + parsed.prefix(5).map { "\($0.1) \($0.0) µs" }.joined(separator: ", "))
let resolved = hostile.map { (resolving($0.1, runs: 3), $0.0) }.sorted { $0.0 > $1.0 }
print("64 KB, the five slowest to resolve: " + resolved.prefix(5).map { "\($0.1) \($0.0) µs" }.joined(separator: ", "))

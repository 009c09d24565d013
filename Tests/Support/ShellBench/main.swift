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
func best(of runs: Int, _ text: String) -> Double {
    (0..<runs).map { _ in
        microseconds(clock.measure { if ShellScript(parsing: text).leaves.count == .max { print("?") } })
    }.min() ?? 0
}

struct Line: Decodable { let command: String }

if CommandLine.arguments.count > 1 {
    let folder = URL(fileURLWithPath: CommandLine.arguments[1])
    var commands: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".jsonl") {
        for line in try Data(contentsOf: folder.appendingPathComponent(file)).split(separator: 10) {
            commands.insert(try JSONDecoder().decode(Line.self, from: Data(line)).command)
        }
    }
    let times = commands.map { best(of: 5, $0) }.sorted()
    let mean = times.reduce(0, +) / Double(times.count)
    print("\(commands.count) commands: mean \(mean) µs, median \(times[times.count / 2]) µs, ", terminator: "")
    print("p99 \(times[times.count * 99 / 100]) µs, longest \(times[times.count - 1]) µs")
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
print("10 KB script: \(best(of: 50, script)) µs")

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
let worst = hostile.map { (best(of: 5, $0.1), $0.0) }.sorted { $0.0 > $1.0 }
print("64 KB, the five slowest: " + worst.prefix(5).map { "\($0.1) \($0.0) µs" }.joined(separator: ", "))

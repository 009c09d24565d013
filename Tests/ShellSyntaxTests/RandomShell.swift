// SPDX-License-Identifier: Apache-2.0

/// Harmless command lines from a grammar: assignments, expansions, functions, loops, pipes; `argv` shows what is passed.
struct RandomShell {
    var random: Seeded
    private var depth = 0
    /// What braces mean inside of `${…}` is bash's secret.
    private var isInBraces = false

    init(seed: UInt64) { random = Seeded(state: seed) }

    mutating func line() -> String {
        depth = 0
        var parts: [String] = []
        for _ in 0..<number(2...6) { parts.append(statement()) }
        parts.append("argv \(words())")
        return parts.joined(separator: chance(4) ? "\n" : "; ")
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    private mutating func chance(_ one: Int) -> Bool { number(1...one) == 1 }
    private mutating func pick(_ all: [String]) -> String { all.randomElement(using: &random) ?? "" }
    private mutating func name() -> String { pick(["a", "b", "c", "d"]) }

    // MARK: - Words

    mutating func words() -> String {
        var all: [String] = []
        for _ in 0..<number(0...4) { all.append(word()) }
        return all.joined(separator: " ")
    }

    mutating func word() -> String {
        var word = ""
        for _ in 0..<number(1...3) { word += piece() }
        return word
    }

    private mutating func text() -> String {
        pick([
            "w", "foo", "x-y", "B9", "é", "1", "07", "a.b", "q:r", "abcabc", "Hello", "a,b", "=", "a=b", "%", "+", "@", "^",
            "/u/v.txt", "-n",
        ])
    }

    private mutating func piece() -> String {
        depth += 1
        defer { depth -= 1 }
        if depth > 4 { return text() }
        switch number(0...27) {
        case 0...4: return text()
        case 5: return "'\(pick(["a  b", "", "x\\y", "$z", "it is", ":a:", "*"]))'"
        case 6: return "\"\(pick(["a  b", "", "x\\\\y", "p\\$q", " lead", "end ", "`"]).swapped("`", "\\`"))\""
        case 7: return pick(["\\ ", "\\a", "\\\\", "\\'", "$'\\x41\\t'", "$'a\\nb'", "\\*", "\\$a"])
        case 8...10: return "$" + name()
        case 11, 12: return "\"$" + name() + "\""
        case 13:
            return pick(["$1", "$2", "\"$1\"", "$@", "\"$@\"", "$*", "\"$*\"", "$#", "${@:2}", "\"${@:1:2}\"", "$9", "${10}"])
        case 14...18: return expansion()
        case 19: return "\"" + expansion() + "\""
        case 20, 21: return array()
        case 22: return "$((" + arithmetic() + "))"
        case 23 where !isInBraces:
            return pick(["{a,b}", "{1..3}", "x{,y}z", "{c..a}", "{01..03}", "{a,b{1,2}}", "{$a,q}", "{x}", "{5..1..2}", "{,}"])
        case 24: return "$(" + pick(["echo", "printf %s", "printf '%s\\n'", "echo -n"]) + " " + word() + ")"
        case 25: return "\"$(echo " + words() + ")\""
        case 26: return pick(["~", "~/x", "*.none", "?q", "[ab]z", "a~", "~+/k"])
        case 27: return "`echo " + text() + "`"
        default: return text()
        }
    }

    private mutating func pattern() -> String {
        pick([
            "a", "*a", "a*", "?", "*", "[a-c]", "b*", "*b", "[!a]", "*o", "\"*\"", "f?o", ":", "*:", ":*", "[[:digit:]]",
            "@(a|f)", "+(a|b)", "$b", "'a b'", "\" \"", "*.", ".*", "/", "*/",
        ])
    }

    private mutating func expansion() -> String {
        let wasInBraces = isInBraces
        isInBraces = true
        defer { isInBraces = wasInBraces }
        let name = chance(6) ? pick(["1", "2", "unset1"]) : name()
        switch number(0...17) {
        case 0: return "${\(name)}"
        case 1: return "${\(name):-\(word())}"
        case 2: return "${\(name)-\(word())}"
        case 3: return "${\(name):+\(word())}"
        case 4: return "${\(name)+\(word())}"
        case 5: return "${\(name == "1" || name == "2" ? "d" : name):=\(word())}"
        case 6: return "${\(name)#\(pattern())}"
        case 7: return "${\(name)##\(pattern())}"
        case 8: return "${\(name)%\(pattern())}"
        case 9: return "${\(name)%%\(pattern())}"
        case 10: return "${\(name)/\(pattern().swapped("/", "\\/"))/\(pick(["", "Z", "$b", "\"q r\"", "y y"]))}"
        case 11: return "${\(name)//\(pattern().swapped("/", "\\/"))/\(pick(["", "Z", "_", "$c"]))}"
        case 12: return "${\(name)/\(pick(["#", "%"]))\(pick(["a", "f*", "b", "?", "[a-z]"]))/\(pick(["", "Z"]))}"
        case 13: return "${\(name)\(pick(["^", "^^", ",", ",,", "^^[a-c]"]))}"
        case 14: return "${\(name):\(pick(["0", "1", "2", " -1", " -2", "$((1))"]))}"
        case 15: return "${\(name):\(pick(["0", "1", " -2"])):\(pick(["0", "1", "2", "-1"]))}"
        case 16: return "${#\(name)}"
        default: return "${\(name)@\(pick(["Q", "U", "L", "u", "E"]))}"
        }
    }

    private mutating func array() -> String {
        let plain = pick([
            "${x[@]}", "${x[*]}", "${x[0]}", "${x[1]}", "${x[-1]}", "${#x[@]}", "${!x[@]}", "${x[@]:1}", "${x[@]:0:2}",
            "${x[@]#a}",
            "${x[@]/a/Z}", "$x", "${x}", "${x[i]}", "${#x[1]}", "${x[@]^^}", "${x[@]%b*}", "${x[$((1+1))]}", "${m[k]}",
            "${m[lm]}", "${#m[@]}",
        ])
        return chance(2) ? "\"\(plain)\"" : plain
    }

    private mutating func arithmetic() -> String {
        depth += 1
        defer { depth -= 1 }
        let simple = pick(["1", "2", "7", "0x1f", "010", "i", "j", "$i", "2#101", "-3"])
        if depth > 4 { return simple }
        switch number(0...9) {
        case 0...2: return simple
        case 3...6:
            return arithmetic()
                + pick(["+", "-", "*", " + ", " - ", "<<1 + ", "&", "|", "^", "==", "!=", "<", ">", "&&", "||", ",", "<=", ">="])
                + arithmetic()
        case 7: return "(" + arithmetic() + ")"
        case 8: return arithmetic() + " ? " + arithmetic() + " : " + arithmetic()
        default: return pick(["i++", "++i", "j--", "i=5", "j+=2", "!i", "~j", "i**2", "i % 3", "j / 2", "i*=2"])
        }
    }

    // MARK: - Statements

    private mutating func body() -> String { chance(3) ? "argv \(words()); \(statement())" : "argv \(words())" }

    private mutating func test() -> String {
        pick([
            "[[ $\(name()) == \(pattern().swapped(" ", "\\ ")) ]]", "[[ \"$\(name())\" = \"$\(name())\" ]]",
            "[ \"$\(name())\" = foo ]",
            "[ -n \"$\(name())\" ]", "[ -z \"$\(name())\" ]", "[[ -n $\(name()) && $i -lt 3 ]]", "(( i > 2 ))",
            "[ \"$i\" -ge 2 ]", "true", "false",
            "! true", "[[ $i -eq j || -z $a ]]", "test \"$a\" != \"$b\"", "[[ ! $a < $b ]]",
        ])
    }

    private mutating func statement() -> String {
        depth += 1
        defer { depth -= 1 }
        if depth > 3 { return "argv \(words())" }
        switch number(0...33) {
        case 0...5: return "\(name())=\(word())"
        case 6: return "\(name())+=\(word())"
        case 7...9: return "argv \(words())"
        case 10: return "set -- \(words())"
        case 11: return pick(["IFS=:", "IFS=,", "IFS=' :'", "IFS=", "unset IFS", "IFS=a", "IFS=$' \\t\\n'"])
        case 12: return "for v in \(words()); do argv \"$v\" $v; \(body()); done"
        case 13: return "if \(test()); then \(body()); else \(body()); fi"
        case 14: return "case \(word()) in \(pattern().swapped(" ", "\\ "))) \(body());; foo|$a) \(body());; *) \(body());; esac"
        case 15: return "x=(\(words()))"
        case 16: return "x+=(\(words()))"
        case 17: return "x[\(number(0...4))]=\(word())"
        case 18: return "f() { argv \"$@\" $1; local a=\(word()); \(body()); }; f \(words()); argv \"$a\""
        case 19: return "i=\(number(0...9)); (( \(arithmetic()) )); argv $i $j"
        case 20: return "read -r a b <<< \(word()); argv \"$a\" \"$b\""
        case 21: return "while read -r l m; do argv \"$l\" \"$m\"; done <<< $'one two\\nthree  four \\nfive'"
        case 22:
            return
                "printf -v \(name()) '\(pick(["%s-%s", "%d", "%5s|", "%-4s|%03d", "%x", "%b", "%q", "%%%s", "%.2s"]))' \(words())"
        case 23: return "i=0; while [ $i -lt \(number(0...4)) ]; do argv $i; i=$((i+1)); done"
        case 24: return "( \(statement()); argv \"$a\" )"
        case 25: return "{ \(statement()); }"
        case 26: return "\(test()) && { \(body()); }"
        case 27: return "\(test()) || { \(body()); }"
        case 28:
            return
                "\(name())=$(echo \(words()) | \(pick(["tr a-z A-Z", "rev", "head -n1", "cut -c1-3", "cat", "sed s/a/Q/", "tr -d a", "sort", "base64", "tr -s b"])))"
        case 29: return "for (( i=0; i<\(number(0...3)); i++ )); do argv $i; done"
        case 30: return "declare -A m=([k]=\(word()) [lm]=\(word()))"
        case 31: return "eval \"argv \(pick(["$a", "\\$b", "'x y'", "${c}"]))\""
        case 32: return "unset \(pick(["a", "b", "'x[0]'", "x"]))"
        default:
            return
                "set -- \"$@\" z; shift; cat <<E | while IFS= read -r l; do argv \"$l\"; done\n\(pick(["$a and ${b:-q}", "x $((i+1)) \\$y", "`echo t`"]))\nE\n"
        }
    }
}

extension String {
    /// With one character replaced.
    fileprivate func swapped(_ old: Character, _ new: String) -> String {
        reduce(into: "") { $0 += $1 == old ? new : String($1) }
    }
}

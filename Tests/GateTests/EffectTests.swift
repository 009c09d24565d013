// SPDX-License-Identifier: Apache-2.0

import Calls
import Testing

@testable import Gate

/// What calls of other tools than shells would do; shells have ShellSyntax's own tests.
struct EffectTests {
    private func effects(_ tool: String, _ parameters: [String: JSONValue], cwd: String = "/home/u/work") -> [String] {
        let call = ToolCall(tool: tool, parameters: parameters, workingDirectory: cwd, home: "/home/u")
        return CallAnalyzer(files: NoFileSystem()).analyze(call).deeds.map { deed in
            let effect = deed.effect
            return "\(effect.kind.rawValue) \(effect.target)" + (effect.isDynamic ? "?" : "") + (effect.isRecursive ? "/" : "")
                + (effect.sendsData ? "!" : "")
        }
    }

    @Test(
        arguments: [
            ("Read", ["path": "a/../b"], ["read /home/u/work/b"]), ("read_file", ["file_path": "~/x"], ["read /home/u/x"]),
            ("Read", ["paths": ["a", "/b//c"]], ["read /home/u/work/a", "read /b/c"]),
            ("Read", ["path": "file:///etc/hosts"], ["read /etc/hosts"]),
            ("Read", ["path": "/proc/self/root/etc/hosts"], ["read /etc/hosts"]), ("Read", [:], ["unknown ?"]),
            ("Read", ["path": "a\u{0}b"], ["unknown ?"]), ("Write", ["path": "x", "content": "y"], ["write /home/u/work/x"]),
            ("multi_edit", ["file": "x"], ["write /home/u/work/x"]),
            ("Grep", ["pattern": "x"], ["read /home/u/work/"]), ("Grep", ["pattern": "x", "path": "/etc"], ["read /etc/"]),
            ("Glob", ["pattern": "/etc/*"], ["read /home/u/work/", "read /etc/*"]),
            (
                "apply_patch",
                ["input": "*** Begin Patch\n*** Update File: a\n*** Move to: b\n*** Delete File: ../c\n*** End Patch"],
                ["write /home/u/work/a", "write /home/u/work/b", "delete /home/u/c"]
            ),
            ("Patch", ["patch": "--- a/x\n+++ /dev/null\n"], ["delete /home/u/work/x"]),
            ("Patch", ["patch": "--- /dev/null\n+++ b/y\t2026\n"], ["write /home/u/work/y"]),
            ("Patch", ["patch": "--- a/x\n+++ \"b/\\056ssh/k\"\n"], ["write /home/u/work/.ssh/k"]),
            (
                "Patch", ["patch": "rename from a\nrename to b\n"], ["delete /home/u/work/a", "write /home/u/work/b"]
            ),
            ("WebFetch", ["url": "https://U:p@Example.COM./x"], ["connect example.com"]),
            ("WebFetch", ["url": "http://0x7f.1:8080/"], ["connect 127.0.0.1:8080"]),
            ("WebFetch", ["url": "http://[::ffff:10.0.0.1]/"], ["connect 10.0.0.1"]),
            ("WebFetch", ["url": "https://e.example", "method": "POST"], ["connect e.example!"]),
            ("WebFetch", ["url": "http://B\u{FC}cher.example/"], ["connect xn--bcher-kva.example"]),
            ("WebFetch", ["url": "http://m\u{FC}nchen.de/"], ["connect xn--mnchen-3ya.de"]),
            ("WebFetch", ["url": "http://\u{4F8B}\u{5B50}\u{3002}test/"], ["connect xn--fsqu00a.test"]),
            ("WebFetch", ["url": "http://\u{FF11}69.254.169.254/"], ["connect 169.254.169.254"]),
            ("WebFetch", ["url": "gopher://x"], ["unknown ?"]),
            ("Message", ["channel": "WhatsApp", "to": ["+1", "+2"], "text": "x"], ["send whatsapp:+1", "send whatsapp:+2"]),
            ("Message", ["channel": "slack", "to": "#a", "media": "/etc/x"], ["send slack:#a", "read /etc/x"]),
            ("Message", ["channel": "slack"], ["send slack:?"]), ("Cron", ["action": "list"], []),
            ("Cron", ["action": "add"], ["persist cron"]), ("Config", ["action": "set", "key": "a.b"], ["configure a.b"]),
            ("Process", ["action": "kill"], ["run kill"]), ("sessions_spawn", [:], ["run agent"]),
            ("Bash", ["command": ["echo", "$(id)"]], ["run echo"]),
            ("mcp__fs__read_file", ["path": "/etc/x"], ["unknown ?", "read /etc/x"]),
            ("mcp__fs__write_file", ["path": "x", "content": "y"], ["unknown ?", "write /home/u/work/x"]),
            ("mcp__fs__delete", ["filePath": "x"], ["unknown ?", "delete /home/u/work/x/"]),
            ("mcp__web__get", ["url": "https://e.example"], ["unknown ?", "connect e.example"]),
            (
                "mcp__mail__send", ["channel": "email", "to": "a@b.example", "text": "x"],
                ["unknown ?", "send email:a@b.example"]
            ),
            ("do_it", ["nested": ["command": "rm x"]], ["unknown ?", "run rm", "delete /home/u/work/x"]),
            ("whatever", ["n": 1], ["unknown ?"]),
        ] as [(String, [String: JSONValue], [String])]
    )
    func toolsHaveEffects(tool: String, parameters: [String: JSONValue], expected: [String]) {
        #expect(effects(tool, parameters) == expected, "\(tool) \(parameters)")
    }

    @Test func effectsSayWhichPartOfTheCommandCausesThem() throws {
        let line = #"{"tool": "Bash", "parameters": {"command": "ls; sh -c 'rm x'"}, "cwd": "/w", "home": "/h"}"#
        let answer = try JSONValue(parsing: GateCheck.standard.get().effects(line))
        let delete = try #require(answer["effects"]?.arrayValue?.first { $0["kind"] == "delete" })
        #expect(delete["command"] == "sh -c 'rm x'" && delete["span"]?["start"] == 4 && delete["span"]?["end"] == 16)
    }

    /// A tree in which `links` lead elsewhere.
    private struct Links: FileSystemView {
        let links: [String: String]
        var foldsCase = false
        func resolve(_ path: String) -> String {
            for (link, target) in links where path == link || path.hasPrefix(link + "/") {
                return target + path.dropFirst(link.count)
            }
            return path
        }
        func contentDigest(_ path: String) -> Digest? { nil }
        func isExecutable(_ path: String) -> Bool { false }
        func text(_ path: String) -> [UInt8]? { nil }
    }

    @Test func linksAndCaseAreResolved() {
        func targets(_ command: String, _ files: Links) -> [String] {
            let call = ToolCall(tool: "Bash", parameters: ["command": .string(command)], workingDirectory: "/w", home: "/home/u")
            return CallAnalyzer(files: files).analyze(call).effects.filter { $0.kind != .run }.map {
                "\($0.kind.rawValue) \($0.target)"
            }
        }
        let files = Links(links: ["/w/link": "/etc"])
        #expect(targets("cat link/passwd", files) == ["read /etc/passwd"])
        #expect(targets("rm link", files) == ["delete /w/link"])
        #expect(targets("rm link/x", files) == ["delete /etc/x"])
        #expect(targets("cat ~/.SSH/ID_RSA", Links(links: [:], foldsCase: true)) == ["read /home/u/.ssh/id_rsa"])
    }
}

// SPDX-License-Identifier: Apache-2.0

/// The forms that lines take, each with an example: what the guide lists, what errors suggest, and what the tests try.
enum PolicyForms {
    static let all: [(form: String, example: String)] = [
        ("browse any public website", "ALLOW: browse any public website"),
        ("browse HOST", "DENY: browse example.com or *.example.org"),
        ("connect to HOST", "DENY: connect to pastebin.com"),
        ("connect to HOST on port PORT", "REQUIRE CONFIRM: connect to db.example.com on port 5432"),
        ("outbound connections on port PORT", "DENY: outbound connections on port 22"),
        ("outbound connections on ports PORT to PORT", "DENY: outbound connections on ports 6000 to 7000"),
        ("connections to private networks", "DENY: connections to private networks"),
        ("connections to localhost", "REQUIRE CONFIRM: connections to localhost"),
        ("connect to ADDRESS/RANGE", "DENY: connect to 10.0.0.0/8"),
        ("access cloud metadata", "DENY: access the cloud metadata service"),
        ("network access except HOST", "DENY: network access except github.com or *.githubusercontent.com"),
        ("connections over PROTOCOL", "DENY: outbound connections over ssh"),
        ("search the web", "ALLOW: search the web"),
        ("download files", "ALLOW: download files from github.com"),
        ("download files larger than SIZE", "REQUIRE CONFIRM: download files larger than 10MB"),
        ("upload files", "REQUIRE CONFIRM: upload files"),
        ("upload data to HOST", "DENY: upload data to dropbox.com"),
        ("read files in PLACE", "ALLOW: read files in workspace directory"),
        ("read PATH", "DENY: read ~/Documents/taxes"),
        ("access PATH or credentials", "DENY: access /etc/passwd or system credentials"),
        ("write files outside PLACE", "DENY: write files outside the workspace"),
        ("write or delete files in PATH", "REQUIRE CONFIRM: write or delete files in ~/photos"),
        ("delete files", "REQUIRE CONFIRM: delete files"),
        ("delete GLOB files", "DENY: delete *.sql files"),
        ("delete files recursively", "DENY: delete folders recursively"),
        ("edit NAME", "REQUIRE CONFIRM: edit package.json"),
        ("read hidden files", "DENY: read hidden files"),
        ("modify system files", "DENY: modify system files"),
        ("modify startup files", "DENY: modify shell profiles"),
        ("read ssh keys", "DENY: read ssh keys or browser passwords"),
        ("modify agent instructions", "DENY: modify agent instructions"),
        ("execute code", "ALLOW: execute code in sandbox environment"),
        ("run PROGRAM", "REQUIRE CONFIRM: run docker or kubectl"),
        ("run PROGRAM commands", "ALLOW: run git commands"),
        ("run \"COMMAND\"", "DENY: run \"npm publish\""),
        ("run COMMAND", "REQUIRE CONFIRM: run git push"),
        ("run sudo or elevated commands", "DENY: run sudo or elevated commands"),
        ("run any command", "REQUIRE CONFIRM: run any shell command"),
        ("run commands as root", "DENY: run commands as root"),
        ("run downloaded scripts", "DENY: run downloaded scripts"),
        ("run background processes", "REQUIRE CONFIRM: run background processes"),
        ("run unknown programs", "REQUIRE CONFIRM: run unknown programs"),
        ("send CHANNEL messages", "REQUIRE CONFIRM: send WhatsApp messages"),
        ("send messages to NUMBER", "ALLOW: send messages to +65* or +4917012345678"),
        ("send messages on CHANNEL to NAME", "DENY: send messages on slack to #general"),
        ("send emails to ADDRESS", "REQUIRE CONFIRM: send emails to *@example.com"),
        ("send messages to anyone except GROUP", "DENY: send messages except to +6591234567"),
        ("install packages", "REQUIRE CONFIRM: install packages"),
        ("install skills or plugins", "DENY: install skills or plugins"),
        ("schedule tasks", "REQUIRE CONFIRM: schedule tasks"),
        ("change agent settings", "DENY: change agent settings"),
        ("change system settings", "DENY: change system settings"),
        ("change firewall rules", "DENY: change firewall rules"),
        ("start or stop services", "REQUIRE CONFIRM: start or stop services"),
        ("create users", "DENY: create users"),
        ("change permissions", "REQUIRE CONFIRM: change file permissions"),
        ("shut down the machine", "DENY: shut down the machine"),
        ("kill processes", "REQUIRE CONFIRM: kill processes"),
        ("spend money", "REQUIRE CONFIRM: spend money"),
        ("push code", "REQUIRE CONFIRM: push code"),
        ("force push", "DENY: force push"),
        ("delete branches", "REQUIRE CONFIRM: delete branches"),
        ("publish packages", "REQUIRE CONFIRM: publish packages"),
        ("drop database tables", "DENY: drop database tables"),
        ("delete cloud resources", "DENY: delete cloud resources"),
        ("listen on port PORT", "DENY: listen on port 8080"),
        ("open tunnels", "DENY: open tunnels"),
        ("print environment variables", "DENY: print environment variables"),
        ("take screenshots", "DENY: take screenshots"),
        ("start agents", "REQUIRE CONFIRM: start other agents"),
        ("use MCP tools", "REQUIRE CONFIRM: use MCP tools"),
        ("use unknown tools", "DENY: use unknown tools"),
        ("disable security tools", "DENY: disable security tools"),
        ("everything", "REQUIRE CONFIRM: everything"),
    ]

    /// Words of the language.
    private static let vocabulary: Set<String> = Set(
        (Verb.all.flatMap(\.phrases) + Noun.all.flatMap(\.phrases) + all.map(\.form)).flatMap {
            $0.lowercased().split(separator: " ").map(String.init)
        }
    )

    /// The nearest word, if one is near, and the forms that share most with the line.
    static func hint(for word: String, in words: [PolicyWords.Word]) -> String {
        var hint = ""
        let near = vocabulary.map { ($0, distance(word, $0)) }.filter { $0.1 > 0 && $0.1 <= max(1, word.count / 3) }
        if let best = near.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }) { hint += "; did you mean “\(best.0)”?" }
        let said = Set(words.map(\.plain))
        let ranked = all.map { entry in
            (entry.form, Set(entry.form.lowercased().split(separator: " ").map(String.init)).intersection(said).count)
        }
        let forms = ranked.filter { $0.1 > 0 }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(3).map { "“\($0.0)”" }
        return hint + (forms.isEmpty ? "" : " (near forms: \(forms.joined(separator: ", ")))")
    }

    /// Edits that turn one word into another.
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8.prefix(32)), Array(right.utf8.prefix(32)))
        if abs(left.count - right.count) > 3 { return 99 }
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[right.count]
    }
}

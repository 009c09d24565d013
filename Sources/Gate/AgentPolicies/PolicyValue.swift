// SPDX-License-Identifier: Apache-2.0

import Cedar

/// A name in a line that is no word of the language: a path, a host, a number.
enum PolicyValue: Equatable {
    /// Absolute, `~/…`, or relative to the workspace.
    case path(String)
    /// A file's name, with `*` for anything.
    case fileName(String)
    /// Lower case; `*.example.com` means the domain and all below it.
    case host(String)
    /// An address or a range of them, as Cedar writes it.
    case address(String)
    /// A telephone number with `*` at its end, a name with `@` or `#`, a mail address.
    case recipient(String)

    /// What a word looks like; nil if it is none of these.
    ///
    /// - Parameter prefersHosts: What `example.com` and `notes.txt` are taken for where both could be meant.
    init?(_ word: PolicyWords.Word, prefersHosts: Bool) {
        let text = word.text
        guard let first = text.first else { return nil }
        if first == "/" || first == "~" || text.hasPrefix("./") || text.hasPrefix("../") || text == "." {
            self = .path(text)
            return
        }
        if first == "+", text.dropFirst().allSatisfy({ $0.isNumber || $0 == "*" || $0 == "-" }), text.count > 1 {
            self = .recipient("+" + text.filter { $0.isNumber || $0 == "*" })
            return
        }
        if first == "#" || first == "@", text.count > 1 {
            self = .recipient(text)
            return
        }
        if let scheme = text.range(of: "://") {
            let rest = text[scheme.upperBound...]
            guard let target = WebTarget("http://" + rest) else { return nil }
            self = .host(target.host)
            return
        }
        if text.contains("@"), text.contains("."), !text.contains("/") {
            self = .recipient(text.lowercased())
            return
        }
        if let address = Value.IPAddress(parsing: Cedar.Text(text)) {
            self = .address(address.description)
            return
        }
        if text.contains("/") {
            self = text.contains("*") || text.split(separator: "/").count > 1 ? .path(text) : .path("./" + text)
            return
        }
        guard text.contains("."), text.allSatisfy({ $0.isLetter || $0.isNumber || "-._*?".contains($0) }) else {
            if text.contains("*"), text.count > 1 || word.isQuoted {
                self = .fileName(text)
                return
            }
            return nil
        }
        let last = text.split(separator: ".").last.map { $0.lowercased() } ?? ""
        let looksLikeHost =
            Self.domains.contains(last) && !Self.extensions.contains(last) || prefersHosts && last.allSatisfy(\.isLetter)
        self = looksLikeHost && first != "." ? .host(text.lowercased()) : .fileName(text)
    }

    private static let domains: Set<String> = [
        "com", "org", "net", "io", "dev", "ai", "gov", "edu", "mil", "int", "co", "uk", "de", "fr", "eu", "us", "ca", "au", "jp",
        "cn", "in", "br", "ru", "nl", "ch", "at", "se", "no", "es", "it", "info", "biz", "app", "cloud", "xyz", "site", "online",
        "tech", "me", "tv", "st", "local", "lan", "internal", "corp", "test", "example", "onion", "bot", "sg",
    ]
    private static let extensions: Set<String> = [
        "txt", "md", "json", "yaml", "yml", "toml", "py", "js", "ts", "rb", "go", "rs", "c", "h", "cpp", "swift", "java", "html",
        "css", "csv", "pdf", "doc", "docx", "xls", "xlsx", "png", "jpg", "jpeg", "gif", "zip", "tar", "gz", "log", "conf", "cfg",
        "ini", "env", "pem", "key", "sql", "db", "sqlite", "php", "xml", "lock", "sh",
    ]

    var words: String {
        switch self {
        case .path(let text), .fileName(let text), .host(let text), .address(let text), .recipient(let text): text
        }
    }

    /// The condition on a resource of a kind; nil if the two have nothing to do with each other.
    func condition(on kind: Matter.Kind) -> Expr? {
        switch (self, kind) {
        case (.path(let path), .file): Self.condition(path: path)
        case (.fileName(let name), .file):
            .any([.resource("name").like(name), .resource("within").like("*/" + name + "/*")])
        case (.host(let host), .host): Self.condition(host: host)
        case (.address(let address), .host):
            .all([
                Expr(.has(Expr(.variable(.resource)), ["address"])),
                Expr(
                    .call(
                        .isInRange,
                        [.resource("address"), Expr(.call(.ip, [.string(address)]))]
                    )
                ),
            ])
        case (.recipient(let recipient), .message): Self.condition(recipient: recipient)
        // A mail address' domain is a host to connections.
        case (.host(let host), .message): .context("recipient").like("*@" + host)
        default: nil
        }
    }

    /// The file or folder, all in it, and what would take it along: a folder above it, as a whole.
    private static func condition(path: String) -> Expr? {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        if path.hasPrefix("~") {
            if path == "~" { return .resource("in_home") }
            return below(path, .resource("from_home"), ["~/"])
        }
        if path.hasPrefix("/") {
            if path.contains("*") { return .any([.resource("path").like(path), .resource("within").like(path + "/*")]) }
            let folder = PathText.folded(path)
            let directory = Expr.entity(GateTypes.directory, folder)
            let above = Expr.all([.context("recursive"), directory.isIn(.resource("directory"))])
            return .any([Expr(.variable(.resource)).isIn(directory), above].compactMap { $0 })
        }
        if path == "." { return .resource("in_workspace") }
        if path.hasPrefix("**/") {
            return .any([
                .resource("within").like("*/" + path.dropFirst(3) + "/*"), .resource("path").like("*/" + path.dropFirst(3)),
            ])
        }
        let local = path.hasPrefix("./") ? path : "./" + path
        return below(local, .resource("from_workspace"), ["./"])
    }

    private static func below(_ path: String, _ attribute: Expr, _ roots: [String]) -> Expr? {
        var above = roots
        var place = path
        while let slash = place.lastIndex(of: "/"), slash > place.index(after: place.startIndex) {
            place = String(place[..<slash])
            above.append(place + "/")
        }
        return .any(
            [
                attribute.like(path.hasSuffix("*") ? path : path + "/*"),
                .all([.context("recursive"), attribute.isOne(of: above)]),
            ].compactMap { $0 }
        )
    }

    private static func condition(host: String) -> Expr? {
        let name = host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
        let resource = Expr(.variable(.resource))
        if name.hasPrefix("*.") { return resource.isIn(.entity(GateTypes.domain, String(name.dropFirst(2)))) }
        if name.contains("*") { return Expr.resource("name").like(name) }
        return resource.isIn(.entity(GateTypes.domain, name))
    }

    private static func condition(recipient: String) -> Expr? {
        if recipient.hasPrefix("+") {
            return recipient.hasSuffix("*") ? .context("phone").like(recipient) : .context("phone") == .string(recipient)
        }
        if recipient.contains("*") { return .context("recipient").like(recipient) }
        let bare = recipient.hasPrefix("@") || recipient.hasPrefix("#") ? String(recipient.dropFirst()) : recipient
        return .context("recipient").isOne(of: bare == recipient ? [recipient] : [recipient, bare])
    }
}

extension String {
    fileprivate func range(of needle: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}

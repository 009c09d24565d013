// SPDX-License-Identifier: Apache-2.0

import Cedar

/// Hosts and connections.
extension Noun {
    static let reaching: Set<Verb.Class> = [
        .browse, .connect, .download, .upload, .access, .use, .open, .read, .send, .search, .make, .push, .run,
    ]

    /// Connections, by verb: a download is one from which something is kept, an upload one that takes data out.
    static func connections(_ verb: Verb.Class, _ conditions: [Expr], _ words: String) -> [Matter]? {
        switch verb {
        case .download: [Matter(["connect"], [.context("downloads")] + conditions, "downloads from " + words)]
        case .upload, .send, .push: [Matter(["connect"], [.context("sends_data")] + conditions, "data to " + words)]
        case .browse, .connect, .access, .use, .open, .read, .search, .make, .run:
            [Matter(["connect"], conditions, "connections to " + words)]
        default: nil
        }
    }

    static func scope(_ phrases: [String], _ scopes: [String], _ words: String) -> Noun {
        Noun(phrases, reaching) { connections($0, [.resource("scope").isOne(of: scopes)], words) }
    }

    static let network: [Noun] = [
        Noun(
            ["web", "the web", "internet", "the internet", "google", "online", "web search", "search engines"],
            [.search, .use, .run]
        ) { _ in
            [Matter(["connect"], [.resource("name").isOne(of: ["search"])], "searching the web")]
        },
        Noun(["web searches", "searches"], [.run, .make, .use]) { _ in
            [Matter(["connect"], [.resource("name").isOne(of: ["search"])], "searching the web")]
        },
        scope(
            [
                "public websites", "public website", "public sites", "public web", "websites", "website", "web pages", "pages",
                "sites", "urls", "links", "the internet", "internet", "the web", "web", "external hosts", "external sites",
                "external servers", "external services", "external apis", "public hosts", "public internet", "public addresses",
                "outside world", "apis", "web apis", "third-party services", "external websites", "public urls",
                "internet access", "external network", "external networks", "web access",
            ],
            ["public", "unknown"],
            "the public internet"
        ),
        scope(
            [
                "internal network", "private network", "local network", "internal hosts", "private hosts", "private addresses",
                "internal services", "private networks", "internal networks", "intranet", "lan", "local addresses",
                "internal addresses", "private ip addresses", "local machines", "internal apis", "internal websites",
            ],
            ["private", "link-local", "metadata"],
            "private networks"
        ),
        scope(
            ["localhost", "loopback", "this machine", "local services", "local ports", "local servers"],
            ["loopback"],
            "this machine"
        ),
        scope(
            [
                "metadata service", "metadata services", "cloud metadata", "metadata endpoint", "metadata address",
                "metadata addresses", "instance metadata", "cloud metadata service",
            ],
            ["metadata"],
            "metadata services"
        ),
        Noun(
            [
                "outbound connections", "outgoing connections", "network connections", "connections", "network requests",
                "requests", "http requests", "network traffic", "traffic", "outbound traffic", "network access", "network",
                "hosts", "servers", "any host", "domains", "web requests", "api calls", "api requests", "the network",
                "network calls", "outbound requests", "host", "server", "domain", "outbound network connections",
                "outgoing network connections", "outbound network traffic", "outgoing traffic", "outbound network requests",
                "network activity", "internet connections", "outbound access", "outgoing requests",
            ],
            reaching
        ) { connections($0, [], "any host") },
        Noun(
            ["post requests", "put requests", "write requests", "form submissions", "forms"],
            [.send, .make, .use, .run, .upload]
        ) { _ in
            [Matter(["connect"], [.context("sends_data")], "requests that take data out")]
        },
        Noun(["files", "file", "data", "anything", "documents", "attachments", "content"], [.download]) {
            connections($0, [], "anywhere")
        },
        Noun(["files", "file", "data", "anything", "documents", "local files", "content", "local data"], [.upload, .send]) {
            connections($0, [], "anywhere")
        },
        Noun(
            ["executables", "programs", "binaries", "scripts", "installers", "software", "apps", "executable files"],
            [.download]
        ) { verb in
            let urls = [
                "*.exe*", "*.sh", "*.msi*", "*.dmg*", "*.pkg*", "*.deb*", "*.rpm*", "*.appimage*", "*.py", "*.jar*", "*.bin*",
                "*.run*", "*.apk*",
            ]
            return connections(verb, [Expr.context("url").likeAny(urls)], "programs")
        },
        Noun(["connections", "incoming connections", "inbound connections", "requests"], [.listen, .open]) { _ in
            [Matter.running(["listens"], "waiting for connections")]
        },
        Noun(["insecure connections", "unverified certificates", "untrusted certificates"], nil) { _ in
            [Matter.running(["skips-verification"], "connections that are not verified")]
        },
        Noun(["dns lookups", "dns", "dns queries"], [.make, .use, .run]) { _ in
            [Matter(["connect"], [Expr.context("program").isOne(of: ["dig", "nslookup", "host"])], "looking up names")]
        },
    ]
}

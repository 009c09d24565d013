// SPDX-License-Identifier: Apache-2.0

import Cedar

/// Messages and their channels.
extension Noun {
    static let channels: [String: [String]] = [
        "whatsapp": ["whatsapp"], "telegram": ["telegram"], "slack": ["slack"], "discord": ["discord"], "signal": ["signal"],
        "imessage": ["imessage", "bluebubbles"], "teams": ["msteams", "teams"], "matrix": ["matrix"], "sms": ["sms"],
        "email": ["email", "mail", "gmail", "smtp"], "e-mail": ["email", "mail", "gmail", "smtp"],
        "mail": ["email", "mail", "gmail", "smtp"],
        "emails": ["email", "mail", "gmail", "smtp"], "e-mails": ["email", "mail", "gmail", "smtp"],
        "mails": ["email", "mail", "gmail", "smtp"],
        "messenger": ["messenger"], "line": ["line"], "wechat": ["wechat"], "irc": ["irc"], "googlechat": ["googlechat"],
        "text": ["sms", "imessage"], "texts": ["sms", "imessage"], "twitter": ["twitter", "x"], "x": ["x", "twitter"],
        "mattermost": ["mattermost"], "webchat": ["webchat"], "zalo": ["zalo"], "feishu": ["feishu"], "nostr": ["nostr"],
    ]

    static func message(_ channel: String?) -> Matter {
        guard let channel, let names = channels[channel] else { return Matter(["send"], [], "messages") }
        let uids = names.map { Expr(.variable(.resource)) == .entity(GateTypes.channel, $0) }
        return Matter(["send"], Expr.any(uids).map { [$0] } ?? [], "\(channel) messages")
    }

    /// Messages that came: the tool is asked to show them.
    static func reading(_ channel: String?) -> Matter {
        let tool = Expr(.variable(.resource)) == .entity(GateTypes.tool, "Message")
        let operation = Expr.context("operation").isOne(of: ["read", "list", "search", "history", "fetch", "get"])
        let names = channel.flatMap { channels[$0] }.map { [Expr.context("channel").isOne(of: $0)] } ?? []
        return Matter(["tool_call"], [tool, operation] + names, "reading \(channel.map { $0 + " " } ?? "")messages")
    }

    static let messages: [Noun] = [
        Noun(
            [
                "messages", "message", "a message", "notifications", "dms", "direct messages", "chats", "replies",
                "chat messages",
                "people", "contacts", "anyone", "anybody", "strangers", "others", "group messages", "posts",
            ],
            [.send, .read, .write, .make, .connect, .publish]
        ) { verb in verb == .read ? [reading(nil)] : [message(nil)] }
    ]
}

// SPDX-License-Identifier: Apache-2.0

import Cedar

/// Settings, schedules, money, tools.
extension Noun {
    static let others: [Noun] = [
        Noun(
            [
                "settings", "configuration", "config", "agent settings", "agent configuration", "gateway configuration",
                "own settings", "agent config", "openclaw settings", "openclaw configuration", "preferences", "model",
                "the model",
            ],
            [.write, .access, .delete, .disable, .make]
        ) { _ in
            [
                Matter(["configure"], [], "settings of the agent"),
                Matter.running(["agent-settings"], "commands that change the agent's settings"),
            ]
        },
        Noun(
            [
                "system settings", "system configuration", "host settings", "machine settings", "kernel settings",
                "kernel parameters",
            ],
            [.write, .access, .disable]
        ) { _ in
            [Matter.running(["host-settings", "kernel", "services", "firewall", "disables-security"], "settings of the machine")]
        },
        Noun(
            [
                "tasks", "jobs", "cron jobs", "cron", "scheduled tasks", "timers", "reminders", "recurring tasks", "crontab",
                "crontabs", "anything", "scheduled jobs", "automations", "commands",
            ],
            [.schedule, .make, .write, .use, .run]
        ) { verb in
            if verb == .run || verb == .use { return nil }
            return [Matter(["persist"], [], "what starts by itself later"), Matter.running(["schedules"], "schedules")]
        },
        Noun(
            [
                "money", "funds", "things", "anything", "goods", "products", "services", "tokens", "credits", "cards",
                "credit cards", "crypto", "purchases", "payments", "subscriptions", "invoices",
            ],
            [.spend, .make, .send]
        ) { _ in
            [Matter(["spend"], [], "money"), Matter.running(["spends"], "what costs money")]
        },
        Noun(["skills", "plugins", "extensions", "mcp servers", "hooks"], [.install, .make, .write, .delete, .disable, .start]) {
            _ in
            [
                Matter(
                    ["write", "delete"],
                    [
                        Expr.resource("within").likeAny([
                            "*/skills/*", "*/extensions/*", "*/plugins/*", "*/.mcp.json/", "*/mcp.json/", "*/.claude/hooks/*",
                        ])
                    ],
                    "skills, plugins and tool servers"
                ),
                Matter.running(["agent-settings"], "commands that change them"),
            ]
        },
        Noun(["mcp tools", "mcp", "mcp servers"], [.use, .run, .access]) { _ in
            [
                Matter(
                    ["tool_call"],
                    [Expr(.variable(.resource)).isIn(.entity(GateTypes.toolGroup, "mcp"))],
                    "tools of MCP servers"
                )
            ]
        },
        Noun(["unknown tools", "unrecognized tools", "other tools"], [.use, .run]) { _ in
            [Matter(["unknown"], [], "tools that the gate does not know")]
        },
        Noun(["browser", "the browser", "web browser"], [.use, .open, .start, .run, .access]) { _ in
            [Matter(["tool_call"], [Expr(.variable(.resource)) == .entity(GateTypes.tool, "Browser")], "the browser")]
        },
    ]
}

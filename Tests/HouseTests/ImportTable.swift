// SPDX-License-Identifier: Apache-2.0

/// DESIGN.md, section 2: who may import whom among our own modules. Module names that do not exist yet stand here for
/// their issue to come.
enum ImportTable {
    static let allowed: [String: Set<String>] = [
        // Floor 10 and 9 see everything below them.
        "drawbridge": everything.subtracting(["drawbridge"]),
        "Composition": everything.subtracting(["drawbridge", "Composition"]),
        "Fleet": ["Hub", "OpenClaw", "Posture"],
        "DemoRuntime": ["Connector", "Gate", "Calls", "CPlatform"],
        "Hub": [
            "Calls", "BridgeProtocol", "Storage", "AuditLog", "WebSockets", "EmbeddedFiles", "ShellSyntax", "Gate",
        ],
        "Connector": [
            "Calls", "BridgeProtocol", "Storage", "OpenClaw", "Gate", "GateAdapters", "Redaction", "Posture", "WebSockets",
            "CPlatform",
        ],
        "GateAdapters": ["Gate", "OpenClaw", "Redaction"],
        "Posture": ["OpenClaw", "Secrets", "AuditLog", "Gate"],
        "Gate": ["Calls", "Cedar", "ShellSyntax", "Redaction", "AuditLog", "CPlatform", "CPolicyPacks"],
        "Redaction": ["Secrets"],
        "OpenClaw": ["WebSockets", "Calls"],
        "Client": ["BridgeProtocol", "Calls"],
        "Storage": ["CPostgres"],
        "BridgeProtocol": ["Calls"],
        "AuditLog": [],
        "Calls": [],
        "Secrets": ["CVectorscan", "CPCRE2", "CSecretRules"],
        "ShellSyntax": [],
        "WebSockets": [],
        "Cedar": [],
        "CVectorscan": [], "CPCRE2": [], "CPostgres": [], "CNATS": [], "CPlatform": [], "EmbeddedFiles": [], "CSecretRules": [],
        "CPolicyPacks": [],
    ]

    static let everything: Set<String> = [
        "drawbridge", "Composition", "Fleet", "DemoRuntime", "Hub", "Connector", "GateAdapters", "Posture", "Gate", "Redaction",
        "OpenClaw", "Client", "Storage", "BridgeProtocol", "AuditLog", "Calls", "Secrets", "ShellSyntax", "WebSockets", "Cedar",
        "CVectorscan", "CPCRE2", "CPostgres", "CNATS", "CPlatform", "EmbeddedFiles", "CSecretRules",
        "CPolicyPacks",
    ]
}

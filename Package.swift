// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// Every module compiles under the same rules (DESIGN.md, section 7).
let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

// Products of other packages, under short names.
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioConcurrency = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioFoundation = Target.Dependency.product(name: "NIOFoundationCompat", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1 = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

/// A module of the house. `modules` are its own modules, `products` other packages' ones:
/// `Tests/HouseTests` holds the import table of DESIGN.md, section 2, against the former.
func module(_ name: String, _ modules: [String] = [], _ products: [Target.Dependency] = []) -> Target {
    .target(
        name: name,
        dependencies: modules.map { .byName(name: $0) } + products,
        swiftSettings: swiftSettings
    )
}

func tests(
    _ name: String,
    _ modules: [String],
    _ products: [Target.Dependency] = [],
    exclude: [String] = []
) -> Target {
    .testTarget(
        name: name,
        dependencies: modules.map { .byName(name: $0) } + products,
        exclude: exclude,
        swiftSettings: swiftSettings
    )
}

let package = Package(
    name: "drawbridge",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "drawbridge", targets: ["drawbridge"]),
        .library(name: "Cedar", targets: ["Cedar"]),
        .library(name: "Secrets", targets: ["Secrets"]),
        .library(name: "ShellSyntax", targets: ["ShellSyntax"]),
        .library(name: "Client", targets: ["Client"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Floor 10: the executable.
        .executableTarget(
            name: "drawbridge",
            dependencies: [
                "Composition", "Hub", "Connector", "Gate", "Client", "Calls", "AuditLog", "BridgeProtocol", "Cedar",
                "CPlatform", "Redaction", "Secrets", "ShellSyntax",
                argumentParser, logging,
            ],
            swiftSettings: swiftSettings
        ),

        // Floor 9: the parts wired together.
        module(
            "Composition",
            [
                "AuditLog", "BridgeProtocol", "Calls", "Client", "Connector", "CPlatform", "DemoRuntime", "Gate", "Hub",
                "Redaction",
                "Secrets",
                "Storage",
            ],
            [asyncHTTPClient, crypto, logging, nio, nioHTTP1, nioPosix, serviceLifecycle, unixSignals]
        ),

        // Floors 8 and 7: the two ends of the bridge, and what runs behind it.
        module("DemoRuntime", ["Connector", "Gate", "Calls", "CPlatform"], [asyncHTTPClient, nio, nioHTTP1]),
        module(
            "Hub",
            ["AuditLog", "BridgeProtocol", "Calls", "EmbeddedFiles", "Gate", "Storage", "WebSockets"],
            [crypto, httpTypes, hummingbird, hummingbirdCore, logging, nio, nioHTTP1, nioPosix, serviceLifecycle]
        ),
        module(
            "Connector",
            ["BridgeProtocol", "Calls", "CPlatform", "Gate", "Redaction", "Storage", "WebSockets"],
            [asyncHTTPClient, crypto, logging, nio, nioHTTP1]
        ),

        // Floor 5: what a call would do, and whether it may.
        module(
            "Gate",
            ["AuditLog", "Calls", "Cedar", "CPlatform", "CPolicyPacks", "Redaction", "ShellSyntax"],
            [crypto, logging, nio, nioPosix]
        ),

        // Floors 4 to 2: parts that know nothing of the rest.
        module("Redaction", ["Secrets"], [crypto]),
        module("Client", ["BridgeProtocol", "Calls"], [asyncHTTPClient, nio, nioHTTP1]),
        module("Storage", [], [grdb, nioConcurrency]),
        module("BridgeProtocol", ["Calls"]),
        module("AuditLog", [], [crypto]),
        module("Calls", [], [crypto]),
        module("Cedar"),
        module("Secrets", ["CPCRE2", "CSecretRules", "CVectorscan"], [crypto]),
        module("ShellSyntax"),
        module("WebSockets", [], [crypto, hummingbirdCore, logging, nio, nioHTTP1, nioHTTPTypesHTTP1, nioPosix, nioSSL]),

        // Floor 1: C, and files compiled in.
        .target(name: "CPlatform"),
        .target(name: "EmbeddedFiles"),
        .target(name: "CSecretRules"),
        .target(name: "CPolicyPacks"),
        .systemLibrary(
            name: "CVectorscan",
            pkgConfig: "libhs",
            providers: [.apt(["libvectorscan-dev"]), .brew(["vectorscan"])]
        ),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),

        .executableTarget(
            name: "GateBench",
            dependencies: ["AuditLog", "Calls", "Gate", logging],
            path: "Tests/Support/GateBench",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "SecretsBench",
            dependencies: ["Secrets"],
            path: "Tests/Support/SecretsBench",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "ShellBench",
            dependencies: ["ShellSyntax"],
            path: "Tests/Support/ShellBench",
            swiftSettings: swiftSettings
        ),
        tests("HouseTests", []),
        tests("CallsTests", ["Calls"]),
        tests("BridgeProtocolTests", ["BridgeProtocol", "Calls"]),
        tests("StorageTests", ["Storage"], [grdb]),
        tests(
            "HubTests",
            ["BridgeProtocol", "Calls", "Client", "Hub", "HubHarness", "Storage", "WebSockets"],
            [asyncHTTPClient, nio, nioHTTP1]
        ),
        tests(
            "ConnectorTests",
            ["BridgeProtocol", "Calls", "Client", "Connector", "HubHarness", "Redaction", "Storage"],
            [asyncHTTPClient, logging]
        ),
        tests(
            "WebSocketsTests",
            ["WebSockets"],
            [hummingbird, hummingbirdCore, logging, nio, nioHTTP1, nioPosix, nioSSL, serviceLifecycle]
        ),

        // What several suites share, and programs that tests and measurements run; not part of the product.
        .target(
            name: "HubHarness",
            dependencies: [
                "BridgeProtocol", "Calls", "Client", "Hub", "Storage", "WebSockets", asyncHTTPClient, logging, nio, nioHTTP1,
                nioPosix,
                serviceLifecycle,
            ],
            path: "Tests/Support/HubHarness",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "WebSocketEcho",
            dependencies: ["WebSockets", hummingbird, hummingbirdCore, logging, nio, nioPosix],
            path: "Tests/Support/WebSocketEcho",
            swiftSettings: swiftSettings
        ),
        // The real executable, as processes.
        tests(
            "EndToEndTests",
            ["AuditLog", "BridgeProtocol", "Calls", "Client"],
            [asyncHTTPClient, nio, nioHTTP1, nioPosix]
        ),
        tests("AuditLogTests", ["AuditLog"]),
        tests("CedarTests", ["Cedar"]),
        tests("SecretsTests", ["Secrets"]),
        tests("CompositionTests", ["Composition", "Secrets"]),
        tests("RedactionTests", ["Redaction", "Secrets"]),
        tests("ShellSyntaxTests", ["ShellSyntax"]),
        tests(
            "GateTests",
            ["AuditLog", "Calls", "Cedar", "CPlatform", "Gate", "Redaction", "Secrets", "ShellSyntax"],
            [logging, nio, nioPosix],
            exclude: ["Examples"]
        ),
        tests(
            "DemoRuntimeTests",
            ["AuditLog", "Calls", "Connector", "CPlatform", "DemoRuntime", "Gate", "Redaction"],
            [logging]
        ),
    ]
)

// SPDX-License-Identifier: Apache-2.0

internal import AsyncHTTPClient
internal import AuditLog
public import Calls
internal import Client
internal import Connector
internal import Foundation
internal import NIOCore

/// What `status` and `doctor` find out about a data folder, without changing anything.
public struct Diagnosis: Sendable {
    public struct Check: Sendable {
        public let name: String
        public let isGood: Bool
        /// What was found.
        public let finding: String
        /// What to do about it; empty where nothing is to do.
        public let remedy: String

        init(_ name: String, _ isGood: Bool, _ finding: String, remedy: String = "") {
            self.name = name
            self.isGood = isGood
            self.finding = finding
            self.remedy = remedy
        }
    }

    public let checks: [Check]

    public var isGood: Bool { checks.allSatisfy(\.isGood) }

    public var json: JSONValue {
        [
            "ok": .bool(isGood),
            "checks": .array(
                checks.map {
                    [
                        "name": .string($0.name), "ok": .bool($0.isGood), "finding": .string($0.finding),
                        "remedy": .string($0.remedy),
                    ]
                }
            ),
        ]
    }

    public static func make(of folder: DataFolder) async -> Diagnosis {
        var checks = [dataFolder(folder)]
        guard checks[0].isGood else { return Diagnosis(checks: checks) }
        let http = HTTPClient(configuration: HubTransport.httpConfiguration)
        if let address = HubAddressFile.load(from: folder) {
            checks.append(await hub("hub on this machine", origin: address.origin, http: http))
        }
        checks += await pairing(folder, http: http)
        checks.append(gate(folder))
        checks.append(log("gate's log", folder.gateAuditLog))
        checks.append(log("hub's log", folder.hubAuditLog))
        checks.append(settings(folder))
        try? await http.shutdown()
        return Diagnosis(checks: checks)
    }

    private static func dataFolder(_ folder: DataFolder) -> Check {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: folder.path) else {
            return Check(
                "data folder",
                false,
                "\(folder.path) does not exist",
                remedy: "start with drawbridge up, or pair this machine: drawbridge pair HUB_URL"
            )
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard mode & 0o077 == 0 else {
            return Check(
                "data folder",
                false,
                "\(folder.path) has mode 0\(String(mode, radix: 8)): others can look in",
                remedy: "chmod 700 \(folder.path)"
            )
        }
        return Check("data folder", true, folder.path)
    }

    private static func hub(_ name: String, origin: String, http: HTTPClient) async -> Check {
        do {
            _ = try await HubTransport(origin: origin, http: http).call("GET", "/healthz")
            return Check(name, true, "\(origin) answers")
        } catch {
            return Check(
                name,
                false,
                "\(origin) does not answer (\(error))",
                remedy: "start it with drawbridge up or drawbridge hub serve; behind a proxy, look at the proxy"
            )
        }
    }

    private static func pairing(_ folder: DataFolder, http: HTTPClient) async -> [Check] {
        let pairing: Pairing
        do {
            guard let found = try Pairing.load(from: folder) else {
                return [
                    Check("pairing", false, "this machine is not paired", remedy: "drawbridge pair HUB_URL, or drawbridge up")
                ]
            }
            pairing = found
        } catch {
            return [Check("pairing", false, "\(error)", remedy: "pair again: drawbridge pair HUB_URL")]
        }
        var checks: [Check] = []
        do {
            _ = try pairing.credential()
            checks.append(Check("pairing", true, "\(pairing.installationID) at \(pairing.hub)"))
        } catch {
            checks.append(Check("pairing", false, "\(error)", remedy: "pair again: drawbridge pair \(pairing.hub)"))
        }
        checks.append(await hub("paired hub", origin: pairing.hub.origin, http: http))
        let isRunning = ConnectorState.load(from: folder)?.isRunning ?? false
        checks.append(
            Check(
                "connector",
                isRunning,
                isRunning ? "runs" : "does not run",
                remedy: isRunning ? "" : "drawbridge up, or drawbridge connect"
            )
        )
        return checks
    }

    private static func gate(_ folder: DataFolder) -> Check {
        let exists = FileManager.default.fileExists(atPath: folder.gateSocket)
        return Check(
            "gate",
            exists,
            exists ? "listens on \(folder.gateSocket)" : "does not listen: no tool call would run",
            remedy: exists ? "" : "the gate runs with the connector: drawbridge up, or drawbridge connect"
        )
    }

    private static func log(_ name: String, _ path: String) -> Check {
        guard FileManager.default.fileExists(atPath: path) else { return Check(name, true, "nothing written yet") }
        do {
            switch try AuditLog.verify(path: path) {
            case .intact(let count, let head): return Check(name, true, "intact, \(count) entries, head \(head.seq)")
            case .broken(let file, let line, let seq, let reason):
                return Check(
                    name,
                    false,
                    "broken at entry \(seq) (\(file), line \(line)): \(reason)",
                    remedy: "keep a copy, and find out who changed it; the entries before are good"
                )
            }
        } catch {
            return Check(name, false, "\(error)", remedy: "look at the file's owner and mode")
        }
    }

    private static func settings(_ folder: DataFolder) -> Check {
        guard FileManager.default.fileExists(atPath: folder.settings) else { return Check("settings", true, "the defaults") }
        do {
            guard let json = folder.read(folder.settings) else { throw ForwardSettingsError.notAnObject }
            _ = try ForwardSettings(json: json)
            return Check("settings", true, folder.settings)
        } catch {
            return Check(
                "settings",
                false,
                "\(folder.settings): \(error)",
                remedy: "mend the file; the connector does not start with it"
            )
        }
    }
}

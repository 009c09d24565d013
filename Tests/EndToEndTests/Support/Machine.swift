// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Client
import Foundation
import Synchronization

/// A machine of its own: a home folder, a data folder, a port, and the processes that a test starts there.
///
/// Everything ends with ``withMachine(environment:_:)``, also when the test fails: the process groups that were started,
/// and whatever else still has this home in its environment.
final class Machine: Sendable {
    /// `$HOME`. It does not lie below /tmp, which the gate treats more freely.
    let home: String
    /// Short, since the gate's socket lies in it.
    let data: String
    let port: Int
    private let environment: [String: String]
    private let files: String
    private let children = Mutex<[Child]>([])
    private let count = Mutex(0)

    /// For all tests. It is never shut down: the process ends with it.
    static let http = HTTPClient(configuration: HubTransport.httpConfiguration)

    init(environment: [String: String]) throws {
        let name = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let root = Binary.folder + "/end-to-end/" + name
        (home, files) = (root + "/home", root + "/output")
        data = "/tmp/drawbridge-" + name + "/data"
        port = try FreePort.find()
        self.environment = environment
        for folder in [home, files, String(data.dropLast(5))] {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
    }

    var workspace: String { data + "-workspace" }
    var origin: String { "http://localhost:\(port)" }
    var gateLog: String { data + "/gate/audit.log" }
    var hubLog: String { data + "/hub/audit.log" }
    var token: String {
        (try? String(contentsOfFile: data + "/connector/credential", encoding: .utf8))?.trimmingCharacters(
            in: .whitespacesAndNewlines
        ) ?? ""
    }

    /// Starts the executable. `--data` is added unless `data` is false.
    func start(_ arguments: [String], data hasData: Bool = true, input: String? = nil, environment extra: [String: String] = [:])
        throws -> Child
    {
        try spawn([Binary.path] + arguments + (hasData ? ["--data", data] : []), input: input, environment: extra)
    }

    /// Starts any program in the home folder.
    func spawn(_ arguments: [String], input: String? = nil, environment extra: [String: String] = [:]) throws -> Child {
        let number = count.withLock { count in
            count += 1
            return count
        }
        var inputPath = "/dev/null"
        if let input {
            inputPath = "\(files)/\(number).in"
            try Data(input.utf8).write(to: URL(fileURLWithPath: inputPath))
        }
        var all = ["HOME": home, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"]
        all.merge(environment) { $1 }
        all.merge(extra) { $1 }
        let child = try Child(
            arguments,
            environment: all,
            folder: home,
            input: inputPath,
            output: "\(files)/\(number).out",
            error: "\(files)/\(number).err"
        )
        children.withLock { $0.append(child) }
        return child
    }

    struct Finished: Sendable {
        let code: Int32
        let output: String
        let error: String
    }

    /// Runs the executable to its end.
    @discardableResult
    func run(_ arguments: String..., data hasData: Bool = true, input: String? = nil, environment: [String: String] = [:])
        async throws -> Finished
    {
        let child = try start(arguments, data: hasData, input: input, environment: environment)
        let code = try await child.ended()
        return Finished(code: code, output: child.output, error: child.errorText)
    }

    // MARK: The usual processes

    /// `drawbridge up`, listening.
    func up(environment: [String: String] = [:]) async throws -> (process: Child, link: String) {
        let process = try start(["up", "--port", String(port)], environment: environment)
        let line = try await process.line(containing: "/sign-in?token=")
        return (process, String(line[(line.firstRange(of: "http://")?.lowerBound ?? line.startIndex)...]))
    }

    /// `drawbridge hub serve`, listening.
    func hub(environment: [String: String] = [:]) async throws -> Child {
        let process = try start(["hub", "serve", "--listen", "127.0.0.1:\(port)"], environment: environment)
        _ = try await process.line(containing: "hub: ")
        return process
    }

    func connector(environment: [String: String] = [:]) throws -> Child {
        try start(["connect", "--demo"], environment: environment)
    }

    func signIn(link: String? = nil) async throws -> HubClient {
        var link = link
        if link == nil {
            link = try await run("hub", "sign-in-link").output.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return try await HubClient.signIn(link: link ?? "", http: Self.http)
    }

    // MARK: Files

    func write(_ text: String, to path: String) throws {
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    func text(of path: String) -> String { String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self) }

    /// The files below a folder whose bytes hold this text.
    static func files(below folder: String, containing text: String) -> [String] {
        let needle = Data(text.utf8)
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.map { folder + "/" + $0 }.filter { path in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else { return false }
            return FileManager.default.contents(atPath: path)?.range(of: needle) != nil
        }
    }

    /// What every process wrote so far.
    func files(withOutput text: String) -> [String] { Self.files(below: files, containing: text) }

    // MARK: The end

    func end() {
        for child in children.withLock({ $0 }) { child.endGroup() }
        for process in processes() { kill(process, SIGKILL) }
        try? FileManager.default.removeItem(atPath: String(data.dropLast(5)))
        try? FileManager.default.removeItem(atPath: (home as NSString).deletingLastPathComponent)
    }

    /// The processes that have this home in their environment: ours, and what the agent started.
    func processes(running command: String = "") -> [pid_t] {
        let needle = Data("HOME=\(home)\0".utf8)
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { pid_t($0) } ?? []
        return all.filter { process in
            guard FileManager.default.contents(atPath: "/proc/\(process)/environ")?.range(of: needle) != nil else { return false }
            guard !command.isEmpty else { return true }
            let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            return String(decoding: line, as: UTF8.self).replacingOccurrences(of: "\0", with: " ").contains(command)
        }
    }
}

/// A test on a machine of its own.
func withMachine<Value>(
    environment: [String: String] = [:],
    isolation: isolated (any Actor)? = #isolation,
    _ body: (Machine) async throws -> Value
) async throws -> Value {
    let machine = try Machine(environment: environment)
    defer { machine.end() }
    return try await body(machine)
}

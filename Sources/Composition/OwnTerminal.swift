// SPDX-License-Identifier: Apache-2.0

internal import Calls
internal import Foundation

/// Keeps what is for the owner from the agent (THREATS 1): a command that a runtime started is refused.
///
/// A connector adopts the orphans of its runtime (`PR_SET_CHILD_SUBREAPER`), so that whoever it started has it among its
/// ancestors, however often it forked. Where there is no /proc this protects nothing; `up` says so.
public enum OwnTerminal {
    /// - Throws: ``OwnTerminalError`` if the connector on this data folder is an ancestor of this process.
    public static func require(for command: String, folder: DataFolder) throws {
        guard let connector = ConnectorState.load(from: folder) else { return }
        var next = ProcessInTable(id: Int64(getppid()))
        while let process = next, process.id > 1 {
            if process.id == connector.processID, process.startTime == connector.startTime {
                throw OwnTerminalError.startedByRuntime(command)
            }
            next = process.parent == process.id ? nil : ProcessInTable(id: process.parent)
        }
    }
}

/// The connector that runs on a data folder, as it recorded itself: number and start time, since numbers come again.
struct ConnectorState: Sendable {
    let processID: Int64
    let startTime: Int64

    static func load(from folder: DataFolder) -> ConnectorState? {
        guard let json = folder.read(folder.connectorState), let id = json["pid"]?.intValue else { return nil }
        return ConnectorState(processID: id, startTime: json["start_time"]?.intValue ?? 0)
    }

    /// Records this process.
    static func save(to folder: DataFolder) throws {
        let id = Int64(getpid())
        let startTime = ProcessInTable(id: id)?.startTime ?? 0
        try folder.write(["pid": .int(id), "start_time": .int(startTime)], to: folder.connectorState)
    }

    /// Whether that process is still there.
    var isRunning: Bool { ProcessInTable(id: processID).map { $0.startTime == startTime } ?? false }
}

/// A line of the process table (proc(5), /proc/PID/stat).
private struct ProcessInTable {
    let id: Int64
    let parent: Int64
    /// In clock ticks after boot.
    let startTime: Int64

    init?(id: Int64) {
        guard let data = FileManager.default.contents(atPath: "/proc/\(id)/stat") else { return nil }
        // The second field is the name in parentheses, and may hold anything.
        let text = String(decoding: data, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, let parent = Int64(fields[1]), let startTime = Int64(fields[19]) else { return nil }
        self.id = id
        self.parent = parent
        self.startTime = startTime
    }
}

public enum OwnTerminalError: Error, Sendable, CustomStringConvertible {
    case startedByRuntime(String)

    public var description: String {
        switch self {
        case .startedByRuntime(let command): "`\(command)` is for the owner: run it in a terminal that the agent did not start"
        }
    }
}

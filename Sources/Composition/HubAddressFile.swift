// SPDX-License-Identifier: Apache-2.0

internal import Calls

/// What a running hub records about itself, for the commands beside it.
public struct HubAddressFile: Sendable, Hashable {
    /// `http://localhost:8787`.
    public var origin: String
    public var processID: Int64

    public static func load(from folder: DataFolder) -> HubAddressFile? {
        guard let json = folder.read(folder.hubAddress), let origin = json["origin"]?.stringValue else { return nil }
        return HubAddressFile(origin: origin, processID: json["pid"]?.intValue ?? 0)
    }

    public func save(to folder: DataFolder) throws {
        try folder.write(["origin": .string(origin), "pid": .int(processID)], to: folder.hubAddress)
    }
}

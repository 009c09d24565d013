// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import Cedar

/// The shared corpora of the official engine; absent in most places.
enum Corpora {
    /// Where the archives are.
    static let folder = (ProcessInfo.processInfo.environment["DRAWBRIDGE_CORPORA"] ?? "../shared/corpora") + "/cedar"

    /// Where an archive was unpacked to, once for all tests; nothing where it is absent.
    static func unpacked(_ archive: String) -> URL? {
        guard FileManager.default.fileExists(atPath: "\(folder)/\(archive)") else {
            print("\(folder)/\(archive) is not there: skipped")
            return nil
        }
        return cache.url(archive, from: folder)
    }

    /// The contents of a file; empty where it is absent.
    static func text(_ url: URL) -> String {
        String(decoding: FileManager.default.contents(atPath: url.path) ?? Data(), as: UTF8.self)
    }

    /// The tests of the corpus, by their names.
    static func names(in folder: URL, suffix: String) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
    }

    private static let cache = Cache()

    private final class Cache: @unchecked Sendable {
        private let lock = NSLock()
        private var urls: [String: URL] = [:]

        func url(_ archive: String, from folder: String) -> URL? {
            lock.lock()
            defer { lock.unlock() }
            if let known = urls[archive] { return known }
            let target = FileManager.default.temporaryDirectory
                .appendingPathComponent("cedar-corpora-\(ProcessInfo.processInfo.processIdentifier)-\(archive)")
            do {
                try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
                let tar = Process()
                tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                tar.arguments = ["tar", "xf", "\(folder)/\(archive)", "-C", target.path]
                try tar.run()
                tar.waitUntilExit()
                guard tar.terminationStatus == 0 else { return nil }
            } catch {
                return nil
            }
            urls[archive] = target
            return target
        }
    }
}

extension JSONNode {
    /// The same text for the same value, whatever the order of the members.
    var canonical: String {
        switch kind {
        case .object:
            let members = members.map { "\($0.key.string.debugDescription):\($0.value.canonical)" }
            return "{\(members.sorted().joined(separator: ","))}"
        case .array: return "[\(elements.map(\.canonical).joined(separator: ","))]"
        case .string: return string?.debugDescription ?? ""
        default: return document.source.text(of: span)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Secrets

/// THREATS 25: 0600, keyed by rules, processor and version, and authenticated before it is loaded.
struct DatabaseCacheTests {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("secrets-cache-\(UUID().uuidString)").path
    var cache: DatabaseCache { DatabaseCache(folder: folder) }

    func database() throws -> Database { try Database.compile([Database.Expression(text: "abcd")]) }

    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

    @Test func whatWasStoredIsLoaded() throws {
        cache.store(try database(), [1, 2, 3])
        #expect(cache.load([1, 2, 3]) != nil)
        #expect(cache.load([1, 2, 4]) == nil)
        for file in try files() {
            let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(file)")[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(file)")
        }
    }

    @Test func whatWasChangedIsNotLoaded() throws {
        cache.store(try database(), [1])
        let name = try #require(try files().first { $0.hasSuffix(".db") })
        let url = URL(fileURLWithPath: "\(folder)/\(name)")
        let good = try Data(contentsOf: url)
        for position in [0, 9, 41, good.count - 1] {
            var bad = good
            bad[position] ^= 1
            try bad.write(to: url)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
            #expect(cache.load([1]) == nil, "byte \(position)")
        }
        try good.write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
        #expect(cache.load([1]) != nil)
        // Another database's file under this name.
        cache.store(try Database.compile([Database.Expression(text: "other")]), [2])
        let other = try #require(try files().first { $0.hasSuffix(".db") && $0 != name })
        try FileManager.default.removeItem(at: url)
        try FileManager.default.copyItem(atPath: "\(folder)/\(other)", toPath: url.path)
        #expect(cache.load([1]) == nil)
    }

    @Test func whatOthersCouldHaveWrittenIsNotLoaded() throws {
        cache.store(try database(), [1])
        let name = try #require(try files().first { $0.hasSuffix(".db") })
        let path = "\(folder)/\(name)"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(cache.load([1]) == nil)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + ".moved")
        #expect(cache.load([1]) == nil)
    }

    @Test func aFolderThatCannotBeWrittenIsNoHarm() throws {
        let rules = try RuleFile.parse("[[rule]]\nid = \"a\"\npattern = 'abcd[0-9]{4}'".utf8, file: "x")
        let scanner = try SecretScanner(rules: rules, cache: DatabaseCache(folder: "/proc/nowhere/cache"))
        #expect(scanner.findings(in: "abcd1234").count == 1)
    }
}

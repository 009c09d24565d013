// SPDX-License-Identifier: Apache-2.0

internal import Foundation

#if canImport(Security)
    internal import Security
#endif

/// The keyring of the person who is logged in.
enum Keyring {
    private static let service = "drawbridge"
    private static let account = "bridge-token"

    #if canImport(Security)
        private static var query: [CFString: Any] {
            [kSecClass: kSecClassGenericPassword, kSecAttrService: service, kSecAttrAccount: account]
        }

        static func load() throws -> String? {
            var query = query
            query[kSecReturnData] = true
            var item: CFTypeRef?
            let status = SecItemCopyMatching(query as CFDictionary, &item)
            if status == errSecItemNotFound { return nil }
            guard status == errSecSuccess, let data = item as? Data else { throw CredentialError.unreadable }
            return String(decoding: data, as: UTF8.self)
        }

        static func save(_ text: String) throws {
            SecItemDelete(query as CFDictionary)
            var item = query
            item[kSecValueData] = Data(text.utf8)
            item[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
            guard SecItemAdd(item as CFDictionary, nil) == errSecSuccess else {
                throw CredentialError.cannotStore("the Keychain refused it")
            }
        }

        static func remove() throws { SecItemDelete(query as CFDictionary) }
    #else
        /// `secret-tool` takes the secret on standard input, so that it is in no process's arguments.
        private static func run(_ arguments: [String], input: String? = nil) throws -> (status: Int32, output: String) {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["secret-tool"] + arguments
            let output = Pipe()
            let standardInput = Pipe()
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            process.standardInput = standardInput
            do {
                try process.run()
            } catch {
                throw CredentialError.notAvailable("the Secret Service (install libsecret-tools)")
            }
            if let input { standardInput.fileHandleForWriting.write(Data(input.utf8)) }
            try? standardInput.fileHandleForWriting.close()
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            if process.terminationStatus == 127 {
                throw CredentialError.notAvailable("the Secret Service (install libsecret-tools)")
            }
            return (process.terminationStatus, String(decoding: data, as: UTF8.self))
        }

        static func load() throws -> String? {
            let (status, output) = try run(["lookup", "service", service, "account", account])
            return status == 0 && !output.isEmpty ? output : nil
        }

        static func save(_ text: String) throws {
            let (status, _) = try run(
                ["store", "--label=Drawbridge bridge token", "service", service, "account", account],
                input: text
            )
            guard status == 0 else { throw CredentialError.cannotStore("the Secret Service refused it; is a keyring unlocked?") }
        }

        static func remove() throws { _ = try run(["clear", "service", service, "account", account]) }
    #endif
}

// SPDX-License-Identifier: Apache-2.0

/// The cookie of a user session (INTERFACES.md, "Home, address, sign-in").
struct SessionCookie: Sendable {
    let name: String
    private let attributes: String

    init(origins: Origins) {
        if origins.isSecure {
            name = "__Host-drawbridge"
            attributes = "; Path=/; HttpOnly; SameSite=Lax; Secure"
        } else {
            // Plain HTTP on loopback: browsers share cookies between ports, so the port is in the name.
            name = "drawbridge_\(origins.port)"
            attributes = "; Path=/; HttpOnly; SameSite=Strict"
        }
    }

    func set(_ value: String) -> String {
        "\(name)=\(value)\(attributes); Max-Age=\(IdentityStore.absoluteLifetime / 1000)"
    }

    var clear: String { "\(name)=\(attributes); Max-Age=0" }

    /// This cookie's value in a `Cookie` header.
    func value(in header: String) -> String? {
        for pair in header.split(separator: ";") {
            let pair = pair.drop { $0 == " " }
            guard pair.hasPrefix(name + "=") else { continue }
            let value = pair.dropFirst(name.count + 1)
            return value.isEmpty ? nil : String(value)
        }
        return nil
    }
}

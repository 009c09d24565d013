// SPDX-License-Identifier: Apache-2.0

import Calls
import Testing

@testable import BridgeProtocol

@Suite struct BridgeTokenTests {
    private func token() -> BridgeToken {
        var random = SystemRandomNumberGenerator()
        return BridgeToken(installationID: Identifier.installation.new(), using: &random)
    }

    @Test func hasThePublishedForm() throws {
        let text = token().text
        #expect(text.firstMatch(of: /^inst_[0-9A-Za-z]{16}:s_live_[0-9A-Za-z]{32,}$/) != nil)
        #expect(text.utf8.count >= 50)
        #expect(BridgeToken(text)?.text == text)
    }

    @Test func aFakeIsRefusedWithoutLookup() {
        let real = token()
        var characters = Array(real.text)
        characters[40] = characters[40] == "a" ? "b" : "a"
        #expect(BridgeToken(String(characters)) == nil)
        #expect(BridgeToken(String(real.text.dropLast())) == nil)
        #expect(BridgeToken("inst_short:s_live_" + real.secret) == nil)
        #expect(BridgeToken("") == nil)
        // A token is bound to its installation by the checksum as well.
        #expect(BridgeToken(token().installationID + ":s_live_" + real.secret) == nil)
    }

    @Test func theSecretIsInNoDescription() {
        let token = token()
        for text in ["\(token)", String(reflecting: token), "\([token])", "\(Optional(token) as Any)"] {
            #expect(!text.contains(token.secret))
        }
        var dumped = ""
        dump(token, to: &dumped)
        #expect(!dumped.contains(token.secret))
    }

    @Test(arguments: [
        ("/v1/bridge/sendMessage?token=inst_x:s_live_y", true), ("/v1/bot/inst_x%3As_live_y/send", true),
        ("/x?t=inst_x%3as%5Flive%5Fy", true), ("/v1/me/sessions", false), ("/sign-in?token=abc", false),
    ])
    func tokensInURLsAreSeen(url: String, appears: Bool) { #expect(BridgeToken.appears(in: url) == appears) }

    /// The check value of the CRC catalogue for CRC-32/ISO-HDLC.
    @Test func crc32() { #expect(BridgeToken.crc32(Array("123456789".utf8)) == 0xCBF4_3926) }
}

import Accounts
import AccountsTestSupport
import LoginFlow
import Testing
import TestSupport

/// Scratch codes of another module, imported as recovery codes of eight digits.
@Suite struct ImportedCodeTests {
    private func host(policy: String = "Methods totp hotp recovery\n") throws -> LoginHost {
        let host = try LoginHost(policy: policy)
        try host.files.edit(host.root) {
            try $0.importRecoveryCodes(
                ["12345678", "87654321", "11111111", "22222222", "33333333"].map {
                    [UInt8](text: $0)
                })
        }
        return host
    }

    @Test func `an imported code is accepted once`() throws {
        let host = try host()
        #expect(
            host.login(.code("1234 5678")).line == "result=accepted user=root service=sshd "
                + "rhost=192.0.2.7 method=recovery left=4")
        #expect(
            host.login(
                .code("12345678"), .tells("That code was used already. Wait for the next one.")
            )
            .verdict == "usedCode")
        #expect(host.login(.code("87654321")).verdict == "accepted")
        #expect(host.login(.code("12345679")).verdict == "wrongCode")
    }

    @Test func `an imported code is wrong where the policy takes no recovery codes`() throws {
        #expect(
            try host(policy: "Methods totp hotp\n").login(.code("12345678")).verdict == "wrongCode")
    }

    @Test func `imported codes take the place of the recovery codes before`() throws {
        let host = try host()
        for code in host.recoveryCodes {
            #expect(host.login(.code(code)).verdict == "wrongCode")
        }
    }
}

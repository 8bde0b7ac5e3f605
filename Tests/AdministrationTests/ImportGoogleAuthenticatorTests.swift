import Foundation
import Testing

/// `sallyport import google-authenticator`: whose files are read, and what their lines come to.
@Suite struct ImportGoogleAuthenticatorTests {
    let host: TemporaryHost
    /// A key of 16 bytes.
    private let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY"

    init() throws { host = try TemporaryHost(settings: "Methods totp hotp recovery\n") }

    @Test func `a user who was named and has no file, or is not there, is a failure`() {
        let outcome = host.run(["import", "google-authenticator", "nobody", "no-such-user-here"])
        #expect(outcome.status == 1)
        #expect(outcome.messages == ["could not be imported: 2"])
        #expect(outcome.output.contains("this system has no such user"))
    }

    @Test func `--file needs one user`() {
        #expect(host.run(["import", "google-authenticator", "--file", "/x"]).status == 64)
    }

    @Test
    func `without names users that have no such file are passed over, whoever owns their home`() {
        let outcome = host.run(["import", "google-authenticator"])
        #expect(outcome.status == 0, "\(outcome.messages) \(outcome.output)")
        #expect(outcome.output == "nothing to import\n")
    }

    @Test func `lines that the old module ignores are no failures`() throws {
        let path = try host.oldFile([key, "# a comment", "\" TOTP_AUTH", "\" SOME_THING 1", "1234"])
        let outcome = host.run(
            ["import", "google-authenticator", "--file", path, "nobody", "--apply"])
        #expect(outcome.status == 0 && outcome.messages.isEmpty)
        #expect(outcome.output.contains(":2: the old module ignores this line"))
        #expect(outcome.output.contains(":4: SOME_THING means nothing to the old module"))
        #expect(host.deviceLabels == ["imported"])
    }

    @Test func `a device whose settings are not all understood is not stored`() throws {
        let path = try host.oldFile([key, "\" TOTP_AUTH", "\" STEP_SIZE 3O"])
        let outcome = host.run(
            ["import", "google-authenticator", "--file", path, "nobody", "--apply"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains(":3: STEP_SIZE is a number from 1 to 60"))
        #expect(host.deviceLabels.isEmpty)
    }
}

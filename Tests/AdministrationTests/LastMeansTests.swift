import Accounts
import Foundation
import Testing

/// Taking away the last device does not switch the second factor off.
@Suite struct LastMeansTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost(settings: "Methods totp\nUnenrolled allow\n") }

    private static let refused =
        "nothing is left that logins of nobody take: they are refused; `sallyport enrol nobody` gives them another "
        + "device. The second factor stays on until `sallyport off` or `sallyport forget`"

    @Test func `who revokes the last device is told that logins are refused`() throws {
        _ = try host.enrol("--label", "one")
        _ = try host.enrol("--label", "two")
        #expect(host.run(["revoke", "nobody", "one"]).messages.isEmpty)
        #expect(host.run(["revoke", "nobody", "two"]).messages == [Self.refused])
    }

    @Test func `where people enrol themselves the ticket is named`() throws {
        try host.writePolicy("Methods totp\nUnenrolled enrol\n")
        _ = try host.enrol()
        #expect(
            host.run(["revoke", "nobody", "phone"]).messages == [
                Self.refused.replacing(
                    "`sallyport enrol nobody` gives them another device",
                    with:
                        "with a ticket of `sallyport invite nobody` they enrol another device")
            ])
        // And nobody says that the ticket is in vain.
        #expect(host.run(["invite", "nobody"]).messages.isEmpty)
    }

    @Test func `where allow holds a ticket of who had a device is in vain, and that is said`()
        throws
    {
        _ = try host.enrol()
        _ = host.run(["revoke", "nobody", "phone"])
        #expect(
            host.run(["invite", "nobody"]).messages == [
                "Unenrolled of the policy is allow, not enrol: nobody had something to show before, and cannot "
                    + "enrol with this ticket"
            ])
    }

    @Test func `who takes the last contact away is told too`() throws {
        try host.writePolicy("Methods email\nEmailVia mail\n")
        _ = host.run(["contact", "nobody", "--email", "alice@example.org"])
        #expect(
            host.run(["contact", "nobody", "--clear", "email"]).messages.first == Self.refused)
    }

    @Test func `recovery codes that were all used are nothing`() throws {
        try host.writePolicy("Methods totp recovery\n")
        let codes = try host.enrol().recoveryCodes
        for code in codes { try host.use(recoveryCode: code) }
        let outcome = host.run(["revoke", "nobody", "phone"])
        #expect(outcome.output.contains("Recovery codes that still let in: 0."))
        #expect(outcome.messages == [Self.refused])
    }

    @Test func `a person who has nothing left begins again with a ticket only`() throws {
        try host.writePolicy("Methods totp\nUnenrolled enrol\nEnrolment first-login\n")
        _ = try host.enrol("--no-qr")
        _ = host.run(["revoke", "nobody", "phone"])
        let ticket = try #require(host.run(["invite", "nobody"]).handedOut)
        let without = try host.runAsPerson(["enrol", "--no-qr"]) { _ in "00000-0000a" }
        #expect(
            without.messages == [
                "That ticket is wrong, was used, or is too old. Ask for a new one."
            ])
        // In the words of the login, which are those of the person's language.
        try host.writePolicy(
            "Methods totp\nUnenrolled enrol\nEnrolment first-login\nLanguage zh-CN\n")
        let inChinese = try host.runAsPerson(["enrol", "--no-qr"]) { _ in "00000-0000b" }
        #expect(inChinese.messages == ["该凭证错误、已被使用或已过期，请向管理员索取新的凭证。"])
        #expect(inChinese.questions == ["注册凭证 / Enrolment ticket: "])
        try host.writePolicy("Methods totp\nUnenrolled enrol\nEnrolment first-login\n")
        var answers = [ticket]
        let outcome = try host.runAsPerson(["enrol", "--no-qr", "--label", "new"]) { shown in
            answers.isEmpty ? try host.code(for: shown.key) : answers.removeFirst()
        }
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(try !host.isTicket(ticket))
        try host.writePolicy("Methods totp\nUnenrolled allow\n")
        _ = host.run(["revoke", "nobody", "new"])
        #expect(
            try host.runAsPerson(["enrol", "--no-qr"]) { _ in ticket }.messages == [
                "Unenrolled of the policy is not enrol: only root can enrol another device"
            ])
    }

    @Test func `after forget the policy says again what becomes of somebody without anything`()
        throws
    {
        _ = try host.enrol()
        _ = host.run(["revoke", "nobody", "phone"])
        #expect(host.run(["forget", "nobody", "--yes"]).status == 0)
        _ = host.run(["contact", "nobody", "--language", "zh-CN"])
        #expect(try !host.withAccount { $0.identity.isEnrolled })
    }
}

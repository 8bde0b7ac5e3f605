import Accounts
import Foundation
import Testing

@Suite struct InviteTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost(settings: "Unenrolled enrol\n") }

    @Test func `a ticket is shown once, good for a week, and kept as a hash only`() throws {
        let outcome = host.run(["invite", "nobody"])
        #expect(outcome.status == 0)
        #expect(outcome.messages == [])
        let ticket = try #require(outcome.handedOut)
        #expect(
            outcome.output
                == "Ticket for nobody: \(ticket)\nIt is good once, until 2027-01-22T08:00:00Z.\n")
        #expect(outcome.log == ["action=invite user=nobody for=1w by=root"])
        #expect(try host.isTicket(ticket))
        let state = try Data(contentsOf: host.accountFile("state"))
        #expect(state.range(of: Data(ticket.utf8)) == nil)
        #expect(state.range(of: Data(ticket.utf8.filter { $0 != UInt8(ascii: "-") })) == nil)
    }

    @Test func `a ticket ends with its time, and JSON says when`() throws {
        let outcome = host.run(["invite", "nobody", "--for", "90m", "--json"])
        let answer = try #require(try outcome.json() as? [String: String])
        #expect(answer["user"] == "nobody")
        #expect(answer["expires"] == "2027-01-15T09:30:00Z")
        let ticket = try #require(answer["ticket"])
        host.time += 90 * 60 - 1
        #expect(try host.isTicket(ticket))
        host.time += 1
        #expect(try !host.isTicket(ticket))
    }

    @Test func `a second ticket voids the first`() throws {
        let first = try #require(host.run(["invite", "nobody"]).handedOut)
        let second = try #require(host.run(["invite", "nobody"]).handedOut)
        #expect(try !host.isTicket(first))
        #expect(try host.isTicket(second))
    }

    @Test(arguments: ["59s", "31d", "soon", "0", "-1h", "99999999999999999999d"])
    func `a length out of range is a wrong command line, and nothing is made`(length: String) {
        #expect(host.run(["invite", "nobody", "--for=\(length)"]).status == 64)
        #expect(!FileManager.default.fileExists(atPath: host.accountFile("state").path))
    }

    @Test(arguments: [
        ("Unenrolled deny\n", "Unenrolled of the policy is deny"),
        ("Unenrolled allow\n", "logins will not ask for this ticket, only `sallyport enrol` will"),
        ("Unenrolled enrol\nEnrolmentDeadline 2026-12-31\n", "Unenrolled of the policy is deny"),
        ("Unenrolled enrol\nEnrolment first-login\n", "Enrolment of the policy is first-login"),
        ("Unenrolled enrol\nSecondFactor observe\n", "SecondFactor of the policy"),
        ("Unenrolled enrol\nMatch user nobody\n  Unenrolled deny\n", "policy is deny"),
    ])
    func `a ticket that nobody asks for is made with a warning`(
        settings: String, warning: String
    ) throws {
        try host.writePolicy(settings)
        let outcome = host.run(["invite", "nobody"])
        #expect(outcome.status == 0)
        #expect(outcome.messages.count == 1)
        #expect(outcome.messages.first?.contains(warning) == true, "\(outcome.messages)")
    }

    @Test func `who has a device is not asked for a ticket, and the device stays`() throws {
        _ = try host.enrol()
        let outcome = host.run(["invite", "nobody"])
        #expect(
            outcome.messages == [
                "nobody has something to show already: logins will not ask for this ticket"
            ])
        #expect(host.run(["devices", "nobody"]).rows.map(\.first) == ["phone"])
    }

    @Test func `a ticket that another device has voided is not shown as good`() throws {
        _ = host.run(["invite", "nobody"])
        _ = try host.enrol()
        #expect(host.run(["status", "nobody"]).fields["ticket"] == "none")
    }

    @Test func `status says until when tickets and codes are good`() throws {
        _ = host.run(["invite", "nobody", "--for", "1d"])
        _ = host.run(["bypass", "nobody"])
        let row = try #require(
            try host.run(["status", "nobody", "--json"]).json() as? [[String: Any]]
        ).first
        #expect(row?["ticketUntil"] as? String == "2027-01-16T08:00:00Z")
        #expect(row?["bypassUntil"] as? String == "2027-01-15T09:00:00Z")
        var shown = host.run(["status", "nobody"]).fields
        #expect(shown["ticket"] == "until 2027-01-16T08:00:00Z")
        #expect(shown["bypass"] == "until 2027-01-15T09:00:00Z")
        #expect(host.run(["status"]).rows.first?.last == "has a ticket, has a bypass")
        host.time += 3600
        shown = host.run(["status", "nobody"]).fields
        #expect(shown["bypass"] == "none")
        #expect(host.run(["status"]).rows.first?.last == "has a ticket")
    }
}

@Suite struct BypassTests {
    let host: TemporaryHost

    init() throws { host = try TemporaryHost(settings: "LockAfter 3\nLockFor 10m\n") }

    @Test func `a code is shown once, and lets in once`() throws {
        _ = try host.enrol()
        let outcome = host.run(["bypass", "nobody"])
        #expect(outcome.messages == [])
        let code = try #require(outcome.handedOut)
        #expect(
            outcome.output
                == "Code for nobody: \(code)\nIt is good once, until 2027-01-15T09:00:00Z.\n")
        #expect(outcome.log == ["action=bypass user=nobody for=1h by=root"])
        #expect(try host.useBypass(code))
        #expect(try !host.useBypass(code))
    }

    @Test func `a code ends with its time, and JSON says when`() throws {
        let outcome = host.run(["bypass", "nobody", "--for", "24h", "--json"])
        let answer = try #require(try outcome.json() as? [String: String])
        #expect(answer["expires"] == "2027-01-16T08:00:00Z")
        let code = try #require(answer["code"])
        host.time += 86_400
        #expect(try !host.useBypass(code))
        host.time -= 1
        #expect(try host.useBypass(code))
    }

    @Test func `a lock ends`() throws {
        _ = try host.enrol()
        let limits = AttemptLimits(lockAfter: 3, lockFor: 600, lockCap: 7)
        for _ in 1...3 { try host.typeWrongCode(limits: limits) }
        #expect(host.run(["status", "nobody"]).fields["locked"]?.hasPrefix("until") == true)
        _ = host.run(["bypass", "nobody"])
        #expect(host.run(["status", "nobody"]).fields["locked"] == "no")
    }

    @Test(arguments: ["59s", "25h", "1d1s", "x"])
    func `a length out of range is a wrong command line`(length: String) {
        #expect(host.run(["bypass", "nobody", "--for", length]).status == 64)
    }

    @Test func `a code that no login asks for is made with a warning`() throws {
        try host.writePolicy("SecondFactor off\n")
        #expect(
            host.run(["bypass", "nobody"]).messages == [
                "SecondFactor of the policy is not required: logins ask for no code"
            ])
    }
}

extension Outcome {
    /// The ticket or code on the first line of the output.
    var handedOut: String? {
        output.split(separator: "\n").first?.split(separator: " ").last.map(String.init)
    }
}

extension TemporaryHost {
    /// Whether a login would take a ticket; it stays.
    func isTicket(_ text: String) throws -> Bool {
        try withAccount { account in
            let code = RecoveryCode.canonical(typed: Array(text.utf8).span)
            let verdict = try account.judge(
                ticket: try #require(code), limits: .lenient, at: time)
            guard case .right = verdict else { return false }
            return true
        }
    }

    /// Logs in with a bypass code, where it is good.
    func useBypass(_ text: String) throws -> Bool {
        try withAccount { account in
            let typed = RecoveryCode.canonical(typed: Array(text.utf8).span)
            let code = try #require(typed)
            return try account.isAccepted(at: time) { (attempt) throws(AccountError) in
                if case .right(let match) = try attempt.compare(bypass: code) {
                    return .right(match)
                }
                return .used
            }
        }
    }
}

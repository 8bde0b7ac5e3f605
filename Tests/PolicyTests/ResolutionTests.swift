import LanguageTestSupport
import Messages
import Policy
import Testing

@Suite struct ResolutionTests {
    static let text = """
        # every host of the fleet can carry this same file
        Methods            totp email recovery
        Unenrolled         enrol
        EnrolmentDeadline  2027-03-31
        TrustPeriod        0
        Language           en
        EmailVia           mail
        Language           zh-CN

        Match address 10.8.0.0/16 service sshd
            TrustPeriod 8h
            TrustPeriod 9h
        Match host bastion-* group wheel
            Methods totp
            TrustPeriod 1h
        Match user backup,deploy   # no person there
            SecondFactor off
        Match auth publickey
            Methods totp email
        """

    private func values(_ login: LoginAttributes) throws -> [String] {
        let resolution = try policy(Self.text).resolve(login)
        return [Keyword.secondFactor, .methods, .trustPeriod, .language].map { keyword in
            "\(resolution.value(of: keyword) ?? "?"): \(resolution.origin(of: keyword))"
        }
    }

    @Test
    func
        `without a block that matches the global section holds, and what may hold where it is stricter`()
        throws
    {
        #expect(
            try values(.alice) == [
                "required: default",
                "totp email: line 19, in \"Match auth publickey\" of line 18, which may hold",
                "0: line 5", "en: line 6",
            ]
        )
    }

    @Test func `a block that matches comes before the global section`() throws {
        let login = LoginAttributes(
            user: "deploy", address: "10.8.1.1", service: "sshd", authenticationMethods: [])
        #expect(
            try values(login) == [
                "off: line 17, in \"Match user backup,deploy\" of line 16",
                "totp email recovery: line 2",
                "8h: line 11, in \"Match address 10.8.0.0/16 service sshd\" of line 10",
                "en: line 6",
            ]
        )
    }

    @Test func `of several blocks that match the first value obtained wins`() throws {
        let login = LoginAttributes(
            user: "alice",
            groups: ["wheel"],
            address: "10.8.1.1",
            hostNames: ["bastion-2"],
            service: "sshd",
            authenticationMethods: ["publickey"]
        )
        #expect(
            try values(login) == [
                "required: default",
                "totp: line 14, in \"Match host bastion-* group wheel\" of line 13",
                "8h: line 11, in \"Match address 10.8.0.0/16 service sshd\" of line 10",
                "en: line 6",
            ]
        )
    }

    @Test func `a block ends at the next Match and not at an empty line`() throws {
        let text = "Match user bob\n Echo no\n\n\n Window 2\nMatch user alice\n Window 3\n"
        let alice = try policy(text).settings(for: .alice)
        #expect(alice.window == 3 && alice.echo)
        let bob = try policy(text).settings(for: LoginAttributes(user: "bob", service: "sshd"))
        #expect(bob.window == 2 && !bob.echo)
    }

    @Test func `Match all holds for every login and wins over the global section`() throws {
        let resolution = try policy("Window 2\nMatch all\nWindow 3").resolve(.alice)
        #expect(resolution.settings.window == 3)
        #expect(
            resolution.origin(of: .window).description == "line 3, in \"Match all\" of line 2"
        )
    }

    @Test func `the explanation gives every keyword once and in order`() throws {
        let explanations = try policy(Self.text).resolve(.alice).explanations()
        #expect(explanations.map(\.keyword) == Keyword.all)
    }

    @Test func `an explained file gives the same settings again`() throws {
        let login = LoginAttributes(user: "deploy", address: "10.8.1.1", service: "sshd")
        let first = try policy(Self.text).resolve(login).explanations()
        let again = first.map { "\($0.keyword.name) \($0.value)" }.joined(separator: "\n")
        let second = try policy(again).resolve(.alice).explanations()
        #expect(first.map(\.value) == second.map(\.value))
    }

    @Test func `a Match line is shown with quotes where it needs them`() throws {
        let resolution = try policy("Match  GROUP='domain users' # all\n Window 3").resolve(
            LoginAttributes(user: "alice", groups: ["domain users"], service: "sshd")
        )
        guard case .matchBlock(2, let match, 1) = resolution.origin(of: .window) else {
            Issue.record("the value is not from the block")
            return
        }
        #expect(match == "Match group \"domain users\"")
    }
}

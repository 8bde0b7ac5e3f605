import AccountsTestSupport
import Foundation
import Testing

@Suite struct DeliveryCommandTests {
    let host: TemporaryHost

    init() throws {
        host = try TemporaryHost()
        try host.writeCourier("step '3 ms: connected'; sent 'a***e@example.org'")
        try host.writePolicyWithCourier("Methods totp sms email\nEmailVia mail\nSMSVia text\n")
    }

    @Test func `a check asks for all channels, or for one, and prints the steps`() throws {
        try host.writeCourier("step '3 ms: connected'; checked '2 channels'")
        let outcome = host.run(["delivery", "check"])
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(
            outcome.output == "3 ms: connected\n/d.conf: no errors; checked: 2 channels\n")
        let request = try host.courierRequest()
        #expect(request.purpose == "check")
        #expect(request["delivery-file"] == "/d.conf")
        #expect(request["channel"] == nil)
        #expect(request["code"] == nil)
        _ = host.run(["delivery", "check", "--channel", "mail"])
        #expect(try host.courierRequest()["channel"] == "mail")
    }

    @Test func `what the check finds is the error`() throws {
        try host.writeCourier(
            "step '1 ms: read'; problem 'mail: refused'; failed '1 problem'; exit 1")
        let outcome = host.run(["delivery", "check"])
        #expect(outcome.status == 1)
        #expect(outcome.output == "1 ms: read\n")
        #expect(outcome.messages == ["mail: refused", "1 problem"])
    }

    @Test func `a courier that is not there is an error with its path`() throws {
        try FileManager.default.removeItem(at: host.courier)
        let outcome = host.run(["delivery", "check"])
        #expect(outcome.status == 1)
        #expect(
            outcome.messages == ["courier: \(host.courier.path): No such file or directory"])
    }

    @Test func `a test sends what a login would begin with`() throws {
        _ = host.run(["contact", "nobody", "--phone", "+8613800138000", "--language", "zh-CN"])
        let outcome = host.run(["send-test", "nobody", "--from", "10.8.3.4"])
        #expect(outcome.status == 0, "\(outcome.messages)")
        let request = try host.courierRequest()
        #expect(request.purpose == "test")
        #expect(request["method"] == "sms")
        #expect(request["channel"] == "text")
        #expect(request["contact"] == "+8613800138000")
        #expect(request["user"] == "nobody")
        #expect(request["source"] == "10.8.3.4")
        #expect(request["language"] == "zh-CN")
        #expect(request["time"] == "1800000000")
        #expect(request["lifetime"] == "300")
        #expect(request["timeout"] == "15")
        let code = try #require(request["code"])
        #expect(code.count == 6 && code.allSatisfy(\.isNumber))
        let number = try #require(request["number"].flatMap { Int($0) })
        #expect((10...99).contains(number))
        #expect(
            outcome.output == """
                3 ms: connected
                sent to a***e@example.org: code \(code), number \(number); it opens nothing

                """)
        #expect(outcome.log == ["action=send-test user=nobody method=sms by=root"])
    }

    @Test func `a test leaves the account as it was`() throws {
        _ = host.run(["contact", "nobody", "--email", "a@example.org"])
        let files = ["identity", "state"].map { host.accountFile($0) }
        let before = try files.map { try Data(contentsOf: $0) }
        #expect(host.run(["send-test", "nobody", "--via", "email"]).status == 0)
        #expect(try files.map { try Data(contentsOf: $0) } == before)
    }

    @Test func `a test goes by the policy of that login`() throws {
        try host.writePolicyWithCourier(
            """
            Methods email recovery
            EmailVia mail
            CodeLength 8
            Match address 10.8.0.0/16 service sudo
                EmailVia other
                Recipients topic oncall
            Match auth publickey
                Recipients ldap staff

            """)
        _ = host.run(["contact", "nobody", "--email", "a@example.org"])
        _ = host.run(["send-test", "nobody"])
        var request = try host.courierRequest()
        #expect(request["channel"] == "mail")
        #expect(request["contact"] == "a@example.org")
        #expect(request["code"]?.count == 8)
        _ = host.run(["send-test", "nobody", "--from", "10.8.3.4", "--service", "sudo"])
        request = try host.courierRequest()
        #expect(request["channel"] == "other")
        #expect(request["topic"] == "oncall")
        #expect(request["contact"] == nil)
        _ = host.run(["send-test", "nobody", "--auth", "publickey"])
        #expect(try host.courierRequest()["directory"] == "staff")
    }

    @Test(arguments: [
        (
            "Methods email\nEmailVia mail\n",
            "nobody has no e-mail address; `sallyport contact nobody --email ADDRESS` gives one"
        ),
        (
            "Methods sms\nSMSVia text\n",
            "nobody has no telephone number; `sallyport contact nobody --phone NUMBER` gives one"
        ),
        (
            "Methods totp\n",
            "Methods of the policy has none that is sent, for this login: totp"
        ),
        (
            "Methods chat\n",
            "ChatVia is none for this login: nothing sends codes by chat"
        ),
    ])
    func `a test that cannot be sent says why, and starts nothing`(
        settings: String, reason: String
    ) throws {
        try host.writePolicyWithCourier(settings)
        let outcome = host.run(["send-test", "nobody"])
        #expect(outcome.status == 1)
        #expect(outcome.messages == [reason])
        #expect(!FileManager.default.fileExists(atPath: host.courier.path + ".request"))
    }

    @Test func `a method that no login sends is sent with a warning`() throws {
        try host.writePolicyWithCourier("Methods totp\nEmailVia mail\n")
        _ = host.run(["contact", "nobody", "--email", "a@example.org"])
        let outcome = host.run(["send-test", "nobody", "--via", "email"])
        #expect(outcome.status == 0)
        #expect(
            outcome.messages == ["Methods of the policy lacks email: logins will not send it"])
    }

    @Test(arguments: [
        ("failed 'mail: 535 refused'; exit 1", "mail: 535 refused"),
        (
            "unknown 'mail: no answer in time'; exit 1",
            "nobody knows whether it was sent: mail: no answer in time"
        ),
        (
            "exit 1",
            "nobody knows whether it was sent: courier: ended with code 1 and no answer: COURIER"
        ),
        ("kill -9 $$", "nobody knows whether it was sent: courier: killed by a signal: COURIER"),
    ])
    func `a test that fails is a failure with its reason, and says whether it may have been sent`(
        script: String, message: String
    ) throws {
        try host.writeCourier(script)
        _ = host.run(["contact", "nobody", "--email", "a@example.org"])
        let outcome = host.run(["send-test", "nobody", "--via", "email"])
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(
            outcome.messages == [
                message.replacingOccurrences(of: "COURIER", with: host.courier.path)
            ])
    }

    @Test(arguments: [
        ("step '1 ms: read'; sent 'a***e@example.org'", "sent", 0),
        ("step '1 ms: read'; problem 'x'; failed 'mail: 535 refused'; exit 1", "notSent", 1),
        ("step '1 ms: read'; unknown 'mail: no answer in time'; exit 1", "unknown", 1),
    ])
    func `JSON of a test says what became of the code, also where the status is 1`(
        script: String, result: String, status: Int32
    ) throws {
        try host.writeCourier(script)
        _ = host.run(["contact", "nobody", "--email", "a@example.org"])
        let outcome = host.run(["send-test", "nobody", "--via", "email", "--json"])
        #expect(outcome.status == status)
        #expect(outcome.output.split(separator: "\n").count == 1)
        let answer = try #require(try outcome.json() as? [String: Any])
        #expect(answer["user"] as? String == "nobody")
        #expect(answer["method"] as? String == "email")
        #expect(answer["channel"] as? String == "mail")
        #expect(answer["result"] as? String == result)
        #expect(answer["target"] as? String == (status == 0 ? "a***e@example.org" : nil))
        #expect(answer["code"] as? String == (try host.courierRequest()["code"]))
        #expect((10...99).contains(try #require(answer["number"] as? Int)))
        #expect(answer["steps"] as? [String] == ["1 ms: read"])
        #expect(answer["problems"] as? [String] == (result == "notSent" ? ["x"] : []))
        #expect((answer["error"] is NSNull) == (status == 0))
    }

    @Test func `JSON of a check has its steps, its problems and what it came to`() throws {
        try host.writeCourier("step '3 ms: connected'; checked '2 channels'")
        #expect(
            host.run(["delivery", "check", "--json"]).output == """
                {"channel":null,"checked":"2 channels","error":null,"file":"/d.conf","problems":[],\
                "steps":["3 ms: connected"]}

                """)
        try host.writeCourier("problem 'mail: refused'; failed '1 problem'; exit 1")
        let outcome = host.run(["delivery", "check", "--channel", "mail", "--json"])
        #expect(outcome.status == 1)
        #expect(
            outcome.output == """
                {"channel":"mail","checked":null,"error":"1 problem","file":"/d.conf",\
                "problems":["mail: refused"],"steps":[]}

                """)
    }

    @Test func `a check that is cut off says nothing of sending`() throws {
        try host.writeCourier("kill -9 $$")
        let outcome = host.run(["delivery", "check"])
        #expect(outcome.messages == ["courier: killed by a signal: \(host.courier.path)"])
    }

    @Test(arguments: [
        ["send-test", "nobody", "--via", "fax"], ["send-test", "nobody", "--from", "example.org"],
        ["send-test"],
    ])
    func `a wrong command line is status 64`(words: [String]) {
        #expect(host.run(words).status == 64)
    }
}

extension TemporaryHost {
    /// A program in the courier's place, which keeps what it was asked.
    var courier: URL { folder.appendingPathComponent("courier") }

    func writeCourier(_ script: String) throws {
        let lines = [
            "#!/bin/sh", "PATH=/usr/bin:/bin", "cat >\"$0.request\"", CourierStandIn.functions,
            script,
        ]
        try writeProgram(lines.joined(separator: "\n") + "\n", at: courier.path)
    }

    func writePolicyWithCourier(_ settings: String) throws {
        try writePolicy("CourierProgram \(courier.path)\nDeliveryFile /d.conf\n\(settings)")
    }

    /// The last request.
    func courierRequest() throws -> WrittenFrame {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: courier.path + ".request")))
        return try #require(WrittenFrame.all(in: bytes).last)
    }
}

import ConfigurationGrammar
import Courier
import Testing
import Vocabulary

@Suite struct ChannelSettingsTests {
    @Test func `smtp with all its keywords`() throws {
        guard
            let settings = try channel(
                "smtp", "URL smtp://mail.example.org:587", "From Login codes <login@example.org>",
                "Username me", "PasswordFile /s", "HelloName web1") as? SMTPChannel
        else { throw WrongKind() }
        #expect(settings.server.text == "smtp://mail.example.org:587")
        #expect(!settings.server.isSecure)
        #expect(settings.from.name == "Login codes")
        #expect(settings.from.address.text == "login@example.org")
        #expect(settings.login?.user == "me")
        #expect(settings.login?.password.path == "/s")
        #expect(settings.helloName == "web1")
    }

    @Test func `sendmail and command`() throws {
        guard let mail = try channel("sendmail", "Program /a/b", "From a@b.c") as? SendmailChannel,
            let command = try channel(
                "command", "Program /a/b \"c d\" -e", "PassTarget yes") as? CommandChannel,
            let plain = try channel("command", "Program /a") as? CommandChannel
        else { throw WrongKind() }
        #expect(mail.program == "/a/b")
        #expect(command.program == "/a/b")
        #expect(command.arguments == ["c d", "-e"])
        #expect(command.passesTarget)
        #expect(!plain.passesTarget)
    }

    @Test func `smn and sns`() throws {
        guard
            let smn = try channel(
                "smn", "Endpoint https://smn.example.com", "ProjectID p", "TopicURN urn:smn:r:p:t",
                "AccessKey AK", "SecretKeyFile /sk", "SecurityTokenFile /t") as? SMNChannel,
            let sns = try channel(
                "sns", "Endpoint https://sns.example.com", "Region us-east-1", "AccessKey AK",
                "SecretKeyFile /sk", "SessionTokenFile /t", "SenderID Example",
                "TopicARN arn:aws:sns:us-east-1:1:t") as? SNSChannel
        else { throw WrongKind() }
        #expect(smn.topicURN == "urn:smn:r:p:t")
        #expect(smn.secretKey.path == "/sk")
        #expect(smn.securityToken?.path == "/t")
        #expect(sns.region == "us-east-1")
        #expect(sns.sessionToken?.isSecret == true)
        #expect(sns.senderID == "Example")
        #expect(sns.topicARN == "arn:aws:sns:us-east-1:1:t")
    }

    @Test func `dingtalk has its hosts and its cache by default`() throws {
        guard
            let settings = try channel(
                "dingtalk", "AppKey ding", "AppSecretFile /s", "AgentID 123") as? DingTalkChannel
        else { throw WrongKind() }
        #expect(settings.endpoint.text == "https://api.dingtalk.com")
        #expect(settings.legacyEndpoint.text == "https://oapi.dingtalk.com")
        #expect(settings.agentID == 123)
        #expect(settings.cacheDirectory == "/var/cache/sallyport")
    }

    @Test func `feishu, wecom and slack have their hosts by default`() throws {
        let feishu = try channel("feishu", "AppID cli_1", "AppSecretFile /s") as? FeishuChannel
        #expect(feishu?.endpoint.text == "https://open.feishu.cn")
        #expect(feishu?.cacheDirectory == "/var/cache/sallyport")
        let wecom =
            try channel("wecom", "CorpID ww1", "AppSecretFile /s", "AgentID 1000002")
            as? WeComChannel
        #expect(wecom?.endpoint.text == "https://qyapi.weixin.qq.com")
        #expect(wecom?.agentID == 1_000_002)
        let slack = try channel("slack", "BotTokenFile /t") as? SlackChannel
        #expect(slack?.endpoint.text == "https://slack.com")
        #expect(slack?.token.isSecret == true)
    }

    /// Lines that make a good channel of a kind that is for chats alone.
    private static let chats = [
        "dingtalk": "AppKey k\nAppSecretFile /s\nAgentID 1", "feishu": "AppID a\nAppSecretFile /s",
        "wecom": "CorpID w\nAppSecretFile /s\nAgentID 1", "slack": "BotTokenFile /t",
    ]

    @Test(arguments: Vocabulary.Method.chats)
    func `what a person can type for chat is a kind that sends nothing else`(kind: String) throws {
        let channel = try channel(kind, try #require(Self.chats[kind]))
        let methods = Vocabulary.Method.allCases.filter { channel?.audience(of: $0) != nil }
        #expect(methods == [.chat])
    }

    @Test func `each kind says what it must know of a person`() throws {
        func contacts(_ kind: String) throws -> [ContactKind] {
            let channel = try channel(kind, try #require(Self.chats[kind]))
            guard case .person(let contacts)? = channel?.audience(of: .chat) else { return [] }
            return contacts
        }
        #expect(try contacts("dingtalk") == [.phone])
        #expect(try contacts("feishu") == [.phone, .email])
        #expect(try contacts("wecom") == [.phone])
        #expect(try contacts("slack") == [.email])
    }

    @Test func `aliyun-sms sends the code as the parameter code by default`() throws {
        let lines = [
            "AccessKeyID k", "AccessKeySecretFile /s", "SignName 阿里云", "TemplateCode SMS_1",
        ]
        func settings(_ more: String) throws -> AliyunSMSChannel {
            let text = (["Channel it aliyun-sms"] + lines + [more]).joined(separator: "\n")
            guard let settings = try deliveryFile(text).channels.first?.channel as? AliyunSMSChannel
            else { throw WrongKind() }
            return settings
        }
        let standard = try settings("")
        #expect(standard.endpoint.host == "dysmsapi.aliyuncs.com")
        #expect(standard.signName == "阿里云")
        #expect(standard.parameters.map(\.name) == ["code"])
        #expect(standard.parameters.map(\.placeholder) == [.code])
        let own = try settings("TemplateParameter c code\nTemplateParameter who user")
        #expect(own.parameters.map(\.name) == ["c", "who"])
        #expect(own.parameters.map(\.placeholder) == [.code, .user])
    }

    @Test func `twilio sends from a number or by a service`() throws {
        let start = ["AccountSID AC1", "AuthTokenFile /t"]
        func sender(_ line: String) throws -> TwilioChannel.Sender {
            let text = (["Channel it twilio"] + start + [line]).joined(separator: "\n")
            guard let settings = try deliveryFile(text).channels.first?.channel as? TwilioChannel
            else { throw WrongKind() }
            #expect(settings.endpoint.text == "https://api.twilio.com")
            return settings.sender
        }
        guard case .from("+15551234567") = try sender("From \"+1 555 123 4567\""),
            case .from("Example 1") = try sender("From \"Example 1\""),
            case .messagingService("MG1") = try sender("MessagingServiceSID MG1")
        else { throw WrongKind() }
    }

    @Test func `webhook with all its keywords`() throws {
        guard
            let settings = try channel(
                "webhook", "URL https://chat.example.org:8443/hook?room=1", "Header \"X-A: b c\"",
                "Header X-B:d", "HeaderFile /h", "BodyFile /b", "ExpectedStatus 204")
                as? WebhookChannel,
            let plain = try channel("webhook", "URL https://h", "BodyFile /b") as? WebhookChannel
        else { throw WrongKind() }
        #expect(settings.url.text == "https://chat.example.org:8443/hook?room=1")
        #expect(settings.headers == ["X-A: b c", "X-B:d"])
        #expect(settings.secretHeader?.isSecret == true)
        #expect(settings.body.isSecret == false)
        #expect(settings.expectedStatus == 204...204)
        #expect(plain.expectedStatus == 200...299)
    }

    @Test(arguments: [
        ("smtp", "From a@b.c", "line 1: Channel it needs a line URL"),
        ("smtp", "URL smtps://x", "line 1: Channel it needs a line From"),
        ("smtp", "URL https://x", "line 2: URL: \"https://x\" is not smtps://host or smtp://host"),
        ("smtp", "URL smtps://x/path", "line 2: URL: \"smtps://x/path\" is not smtps://host"),
        (
            "smtp", "URL smtps://x\nFrom a@b.c\nUsername u",
            "line 1: Channel it needs a line PasswordFile"
        ),
        (
            "smtp", "URL smtps://x\nFrom a@b.c\nPasswordFile /p",
            "line 1: Channel it needs a line Username"
        ),
        (
            "smtp", "URL smtps://x\nFrom a@b.c\nUsername \"u\tv\"",
            "line 4: Username: "
        ),
        (
            "smtp", "URL smtps://x\nFrom Me <a@b.c",
            "line 3: From: an e-mail address has visible ASCII"
        ),
        (
            "smtp", "URL smtps://x\nFrom \"a@b.c>\"",
            "line 3: From: \"a@b.c>\" is not an e-mail address, or"
        ),
        (
            "sendmail", "From a@b.c\nProgram sendmail",
            "line 3: Program: \"sendmail\" is not an absolute path"
        ),
        ("command", "Program", "line 2: Program: the value is missing; write the absolute path"),
        ("command", "Program a", "line 2: Program: \"a\" is not an absolute path"),
        (
            "command", "Program /a\nPassTarget maybe",
            "line 3: PassTarget: \"maybe\" is not yes or no"
        ),
        ("smn", "Endpoint http://smn.example.com", "line 2: Endpoint: http:// would send secrets"),
        (
            "smn", "Endpoint https://smn.example.com/v2",
            "line 2: Endpoint: \"https://smn.example.com/v2\" is not https://host"
        ),
        (
            "smn", "Endpoint https://x\nProjectID a/b",
            "line 3: ProjectID: \"a/b\" is not ASCII letters"
        ),
        (
            "dingtalk", "AppKey k\nAppSecretFile /s\nAgentID 0",
            "line 4: AgentID: \"0\" is not a number from 1"
        ),
        ("feishu", "AppID a", "line 1: Channel it needs a line AppSecretFile: its secret"),
        ("wecom", "AgentID 1", "line 1: Channel it needs a line CorpID: the id"),
        ("slack", "", "line 1: Channel it needs a line BotTokenFile: the token"),
        (
            "aliyun-sms",
            "AccessKeyID k\nAccessKeySecretFile /s\nSignName n\nTemplateCode c\nTemplateParameter a user",
            "line 1: Channel it: no TemplateParameter has the code"
        ),
        (
            "aliyun-sms",
            "AccessKeyID k\nAccessKeySecretFile /s\nSignName n\nTemplateCode c\nTemplateParameter a b",
            "line 6: TemplateParameter: \"b\" is not code, number, user, host, source, time or lifetime"
        ),
        (
            "twilio", "AccountSID a\nAuthTokenFile /t",
            "line 1: Channel it needs a line From or MessagingServiceSID"
        ),
        (
            "twilio", "AccountSID a\nAuthTokenFile /t\nFrom A\nMessagingServiceSID b",
            "line 1: Channel it: leave out either"
        ),
        (
            "twilio", "AccountSID a\nAuthTokenFile /t\nFrom Very-long-name",
            "line 4: From: \"Very-long-name\" is not 1 to 11"
        ),
        ("webhook", "URL https://h", "line 1: Channel it needs a line BodyFile"),
        (
            "webhook", "URL https://h\nBodyFile /b\nHeader \"A b: c\"",
            "line 4: Header: \"A b: c\" is not a header"
        ),
        (
            "webhook", "URL https://h\nBodyFile /b\nExpectedStatus 299-200",
            "line 4: ExpectedStatus: \"299-200\" is not a status"
        ),
    ])
    func `a bad channel is refused at its line`(
        kind: String, lines: String, reason: String
    ) throws {
        let error = try #require(problem("Channel it \(kind)\n\(lines)"))
        #expect(error.description.hasPrefix(reason), "\(error.description)")
    }

    @Test(arguments: [
        "", "https", "https:/h", "https://", "https://:1", "https://h:0", "https://h:65536",
        "https://h:", "https://u@h", "https://u:p@h", "https://h#f", "https://h\\x", "https://[::1",
        "https://[1.2.3.4]", "https://[fe80::1%25eth0]", "https://h_h", "https://ä", "file:///etc",
        "https://h/<", "https://h/\"", "gopher://h",
    ])
    func `no address of a page`(text: String) {
        let line = "URL \"\(text.replacing("\"", with: "\\\""))\""
        #expect(problem("Channel it webhook\n\(line)\nBodyFile /b")?.line == 2)
    }

    @Test(arguments: [
        ("https://h", "h", 443, "h"),
        ("HTTPS://Host.Example:443/x", "host.example", 443, "host.example"),
        ("https://h:8443", "h", 8443, "h:8443"),
        ("https://[2001:DB8::1]:99/", "2001:db8::1", 99, "[2001:db8::1]:99"),
        ("http://localhost:80", "localhost", 80, "localhost"),
        ("http://127.0.0.9:81", "127.0.0.9", 81, "127.0.0.9:81"),
        ("http://[::1]:81", "::1", 81, "[::1]:81"),
    ])
    func `an address and its parts`(
        text: String, host: String, port: Int, authority: String
    ) throws {
        let file = try deliveryFile("Channel it webhook\nURL \(text)\nBodyFile /b")
        let server = try #require(file.channels.first?.servers.first)
        #expect(server.host == host)
        #expect(server.port == port)
        #expect(server.authority == authority)
    }

    @Test(arguments: [
        "http://localhost.example.org", "http://128.0.0.1", "http://[::2]", "http://0",
    ])
    func `only this machine is spoken to without TLS`(text: String) {
        #expect(problem("Channel it webhook\nURL \(text)\nBodyFile /b")?.line == 2)
    }
}

/// A file was read as another kind of channel than the one written.
struct WrongKind: Error {}

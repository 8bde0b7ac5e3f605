import ConfigurationGrammar
import Courier
import LanguageTestSupport
import Testing
import Vocabulary

@Suite struct DeliveryFileTests {
    static let text = """
        # how codes travel
        User         codes
        CAFile       /etc/ssl/ca.pem
        MessageFile  en /etc/sallyport/message.en

        Channel mail smtp
            URL           smtps://smtp.example.org
            From          Login codes <login@example.org>
            Username      login
            PasswordFile  /etc/sallyport/secrets/smtp
            HelloName     web1.example.org
            CAFile        /etc/ssl/mail.pem
            MessageFile   zh-CN /etc/sallyport/message.zh
        channel local sendmail
            From root@example.org
        Topic staff
            Email a@example.org
            Email b@example.org
            Phone "+86 138 0013 8000"
        Directory people
            URL          ldaps://ldap.example.org/ou=people,dc=example,dc=org
            BindDN       cn=reader,dc=example,dc=org
            PasswordFile /etc/sallyport/secrets/ldap
        """

    @Test func `a file has its global lines and its blocks`() throws {
        let file = try deliveryFile(Self.text)
        #expect(file.user == "codes")
        #expect(file.caFile == "/etc/ssl/ca.pem")
        #expect(file.messageFiles.map(\.file.path) == ["/etc/sallyport/message.en"])
        #expect(file.channels.map(\.name) == ["mail", "local"])
        #expect(file.channels.map(\.line) == [6, 14])
        #expect(file.topics.first?.emails.map(\.text) == ["a@example.org", "b@example.org"])
        #expect(file.topics.first?.phones.map(\.text) == ["+8613800138000"])
        let directory = try #require(file.directories.first)
        #expect(directory.server.host == "ldap.example.org")
        #expect(directory.server.port == 636)
        #expect(directory.server.path == "/ou=people,dc=example,dc=org")
        #expect(directory.bind?.name == "cn=reader,dc=example,dc=org")
        #expect(directory.userAttribute == "uid")
        #expect(directory.mailAttribute == "mail")
        #expect(directory.mobileAttribute == "mobile")
    }

    @Test func `a channel knows its files, servers and programs`() throws {
        let file = try deliveryFile(Self.text)
        let mail = try #require(file.channels.first)
        #expect(
            mail.files.map(\.path) == ["/etc/sallyport/secrets/smtp"])
        #expect(mail.files.map(\.isSecret) == [true])
        #expect(mail.files.map(\.line) == [10])
        #expect(mail.servers.map(\.text) == ["smtps://smtp.example.org"])
        #expect(mail.caFile == "/etc/ssl/mail.pem")
        #expect(mail.messageFiles.map(\.language) == [.simplifiedChinese])
        #expect(file.channels.last?.programs == ["/usr/sbin/sendmail"])
    }

    @Test func `an empty file is a good one without channels`() throws {
        let file = try deliveryFile("")
        #expect(file.user == "sallyport")
        #expect(file.channels.isEmpty && file.topics.isEmpty && file.directories.isEmpty)
    }

    @Test(arguments: [
        ("Usr x", "line 1: unknown keyword \"Usr\"; did you mean User?"),
        (
            "Channel a smtp\nPaswordFile /x",
            "line 2: unknown keyword \"PaswordFile\"; did you mean PasswordFile?"
        ),
        (
            "URL https://x",
            "line 1: URL: not a keyword of the beginning of the file, above all blocks, which has User, CAFile, MessageFile"
        ),
        (
            "Channel a sendmail\nURL smtps://x",
            "line 2: URL: not a keyword of Channel a, which has Program, From, MessageFile"
        ),
        (
            "Topic a\nEmail a@b.c\nUser x",
            "line 3: User: not a keyword of Topic a, which has Email, Phone"
        ),
        (
            "Channel a pigeon",
            "line 1: Channel: \"pigeon\" is not smtp, sendmail, smn, dingtalk, feishu, wecom, slack, aliyun-sms, twilio, sns, webhook or command"
        ),
        (
            "Channel a",
            "line 1: Channel: \"a\" is not a name of at most 64 ASCII letters, digits, - . and _, and a kind: smtp"
        ),
        (
            "Channel chat slack",
            "line 1: Channel: chat is the name of a method; give the channel another"
        ),
        ("Channel EMail smtp", "line 1: Channel: email is the name of a method"),
        ("Channel a/b smtp", "line 1: Channel: \"a/b\" is not a name"),
        ("Channel", "line 1: Channel: the value is missing; write a name"),
        ("Topic a b", "line 1: Topic: there is too much on the line from \"b\" on"),
        (
            "Channel a sendmail\nFrom a@b.c\nChannel a command\nProgram /x",
            "line 3: Channel: the name a is taken, by line 1"
        ),
        ("Channel a sendmail\nFrom a@b.c\nFrom c@d.e", "line 3: From: said before, on line 2"),
        ("User a\nUser b", "line 2: User: said before, on line 1"),
        (
            "MessageFile en /a\nMessageFile en /b",
            "line 2: MessageFile: there is one for en already"
        ),
        ("MessageFile fr /a", "line 1: MessageFile: \"fr\" is not en or zh-CN"),
        (
            "MessageFile en",
            "line 1: MessageFile: \"en\" is not en or zh-CN, and the absolute path of a file"
        ),
        ("MessageFile en a", "line 1: MessageFile: \"a\" is not an absolute path"),
        ("CAFile \"", "line 1: CAFile: a quote is opened and not closed"),
        ("\nTopic empty\n", "line 2: Topic empty needs a line Email or Phone"),
        ("Topic a\nEmail a", "line 2: Email: an e-mail address has an @"),
        ("Topic a\nPhone 138", "line 2: Phone: a telephone number begins with +"),
        ("Directory a", "line 1: Directory a needs a line URL"),
        (
            "Directory a\nURL ldaps://x/o=a\nBindDN cn=a",
            "line 1: Directory a needs a line PasswordFile"
        ),
        (
            "Directory a\nURL ldaps://x/o=a\nPasswordFile /a",
            "line 1: Directory a needs a line BindDN"
        ),
        (
            "Directory a\nURL ldaps://x",
            "line 2: URL: \"ldaps://x\" is not ldaps://host/ and the entry"
        ),
        (
            "Directory a\nURL ldap://x/o=a",
            "line 2: URL: ldap:// would send secrets readable by anybody; write ldaps://"
        ),
        ("Directory a\nURL ldaps://x/o=a?mail", "line 2: URL: \"ldaps://x/o=a?mail\" is not"),
        (
            "Directory a\nURL ldaps://x/o=a\nMailAttribute a,b",
            "line 3: MailAttribute: \"a,b\" is not the name of an attribute"
        ),
    ])
    func `a bad file is refused at its line, with what to write`(
        text: String, reason: String
    ) throws {
        let error = try #require(problem(text))
        #expect(error.description.hasPrefix(reason), "\(error.description)")
    }

    @Test func `a file over the limit is refused`() throws {
        let line = "# \(String(repeating: "x", count: 1_000))\n"
        let error = try #require(problem(String(repeating: line, count: 70)))
        #expect(error.message == "the file is larger than 65536 bytes")
    }

    @Test func `a file of random pieces is read or refused at one of its lines`() {
        var random = SystemRandomNumberGenerator()
        let pieces =
            Self.text.split(separator: "\n").map { String($0) } + [
                "\"", "<", ">", "://", "[::1]:", "@", "Header \"a: b\"", "smtps://[",
                "ExpectedStatus -",
                "\u{0}", "Channel x webhook", "URL https://[::1", "Program", "Topic", "Directory",
            ]
        for _ in 0..<3_000 {
            var text = ""
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                text += pieces.randomElement(using: &random) ?? ""
                text += Bool.random(using: &random) ? "\n" : " "
            }
            if let error = problem(text) {
                #expect((1...20).contains(error.line), "\(text)")
                #expect(error.message.utf8.allSatisfy { (0x20...0x7e).contains($0) }, "\(text)")
            }
        }
    }
}

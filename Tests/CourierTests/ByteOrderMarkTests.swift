import Courier
import TestSupport
import Testing

/// Files as editors of other systems save them: the delivery file, and those that it names.
@Suite struct ByteOrderMarkTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `a delivery file may begin with a byte order mark`() throws {
        let file = try deliveryFile(
            "\u{feff}User codes\r\nChannel local sendmail\r\nFrom a@b.org\r\n")
        #expect(file.user == "codes")
        #expect(file.channels.map(\.line) == [2])
    }

    @Test func `a secret has no byte order mark in it`() throws {
        let path = try folder.write(Array("\u{feff}hunter2\r\n".utf8), to: "secret")
        let channel = try channel(
            "smtp", "URL smtps://h", "From a@b.org", "Username me", "PasswordFile \(path)")
        let password = try #require((channel as? SMTPChannel)?.login?.password)
        try password.read(group: 65_534)
        #expect(password.bytes == Array("hunter2".utf8))
    }

    @Test func `a template for JSON has no byte order mark in it`() throws {
        let text = "\u{feff}{\"text\": \"{code}\"}"
        let path = try folder.write(Array(text.utf8), to: "body", mode: 0o644)
        let body = try #require(
            (try channel("webhook", "URL https://h", "BodyFile \(path)") as? WebhookChannel)?.body)
        try body.read(group: 65_534)
        _ = try WebhookTemplate(body.bytes)
    }

    @Test(arguments: [[0xff, 0xfe], [0xfe, 0xff], []] as [[UInt8]])
    func `a secret in UTF-16 is refused as such`(mark: [UInt8]) throws {
        let text: [UInt8] =
            mark.first == 0xfe ? [0, 0x68, 0, 0x75, 0, 0x6e] : [0x68, 0, 0x75, 0, 0x6e, 0]
        let path = try folder.write(mark + text, to: "secret")
        let channel = try channel(
            "smtp", "URL smtps://h", "From a@b.org", "Username me", "PasswordFile \(path)")
        let password = try #require((channel as? SMTPChannel)?.login?.password)
        #expect {
            try password.read(group: 65_534)
        } throws: {
            ($0 as? DeliveryError)?.reason
                == "PasswordFile (line 5): \(path): this is UTF-16 text; save it as UTF-8"
        }
    }
}

import ConfigurationGrammar
import Courier
import HostSystem
import Testing
import Vocabulary
import Wire

/// A kind of channel that the product does not have: all there is of it stands here.
private final class PigeonChannel: Channel {
    let loft: String
    let ring: ReferencedFile
    /// What was sent, and to whom.
    private(set) var sent: [(text: String, target: String)] = []

    static var kind: ChannelKind {
        ChannelKind("pigeon", [loft.keyword, ring.keyword]) {
            (block) throws(ConfigurationError) in try PigeonChannel(&block)
        }
    }

    private static var loft: Setting<String> {
        .identifier("Loft", "where the pigeons live")
    }

    private static var ring: Setting<String> { .path("RingFile", "what is on their rings") }

    private init(_ block: inout SettingBlock) throws(ConfigurationError) {
        loft = try block.value(Self.loft)
        ring = try block.requiredFile(Self.ring, isSecret: false)
    }

    func audience(of method: Vocabulary.Method) -> Audience? {
        method == .sms ? .person(by: [.email]) : nil
    }

    func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError) {
        guard sent.isEmpty else { throw .unknown("the pigeon is on its way") }
        sent.append((message.text, recipient.text))
    }
}

@Suite struct AddedKindTests {
    private static let lines = "Channel it pigeon\nLoft roof\nRingFile /etc/passwd\n"

    private func file(_ text: String = lines) throws(ConfigurationError) -> DeliveryFile {
        try DeliveryFile(parsing: Array(text.utf8), kinds: ChannelKind.all + [PigeonChannel.kind])
    }

    private func dispatch(_ file: DeliveryFile, by method: Vocabulary.Method) throws -> Dispatch {
        var (message, code) = request(target: .contacts(["alice@example.org"]))
        message.channel = "it"
        message.method = method
        let user = try #require(try User.named("nobody"))
        return try Dispatch(
            message, .code(code), file, user, StepLog(isOn: false), Deadline(milliseconds: 5_000))
    }

    @Test func `a kind that is added has its keywords, and the usual ones`() throws {
        let it = try #require(try file(Self.lines + "MessageFile en /m").channels.first)
        #expect((it.channel as? PigeonChannel)?.loft == "roof")
        #expect(it.files.map(\.path) == ["/etc/passwd"])
        #expect(it.messageFiles.count == 1)
    }

    @Test(arguments: [
        ("Channel it pigeon", "line 1: Channel it needs a line Loft: where the pigeons live"),
        ("Channel it pigeon\nLoftt x", "line 2: unknown keyword \"Loftt\"; did you mean Loft?"),
        (
            "Channel it pigeon\nURL x",
            "line 2: URL: not a keyword of Channel it, which has Loft, RingFile, MessageFile"
        ),
        ("Channel it sendmail\nLoft x", "line 2: Loft: not a keyword of Channel it, which has"),
    ])
    func `what is wrong with its lines is said as of any other`(
        text: String, reason: String
    ) throws {
        do {
            _ = try file(text)
            Issue.record("it was read")
        } catch {
            #expect(error.description.hasPrefix(reason), "\(error.description)")
        }
    }

    @Test func `it gets the messages, and says what became of them`() throws {
        let file = try file()
        let pigeon = try #require(file.channels.first?.channel as? PigeonChannel)
        let first = try dispatch(file, by: .sms).answer()
        #expect(first.kind == .sent)
        #expect(first.text == "a***e@example.org")
        #expect(pigeon.sent.map(\.target) == ["alice@example.org"])
        #expect(pigeon.sent.first?.text.contains("482913") == true)
        let second = try dispatch(file, by: .sms).answer()
        #expect(second.kind == .unknown)
        #expect(second.text == "channel it: a***e@example.org: the pigeon is on its way")
    }

    @Test func `it sends no codes of a method that is not its own`() throws {
        let file = try file()
        #expect {
            _ = try dispatch(file, by: .email)
        } throws: {
            ($0 as? DeliveryError)?.reason == "channel it sends no codes of the method email"
        }
    }
}

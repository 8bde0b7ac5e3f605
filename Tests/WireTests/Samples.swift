import LanguageTestSupport
import TestSupport
import Vocabulary

@testable import Wire

/// One good message of every kind, and what reads it.
struct Sample: Sendable {
    let name: String
    let bytes: [UInt8]
    /// Reads it; what was read, in words that tell all of it.
    let read: @Sendable ([UInt8]) throws -> String

    static let message = OutgoingMessage(
        channel: "mail", method: .email, target: .contacts(["alice@example.org", "b@example.org"]),
        user: "alice", host: "web1", source: "192.0.2.7", time: 1_800_000_000,
        language: .simplifiedChinese)
    static let code = CodeToSend(text: "482915", number: 37, lifetime: 300)

    static let deliveries: [DeliveryRequest.Task] = [
        .send(code, message, tellsSteps: false), .send(code, message, tellsSteps: true),
        .notify(.locked, message), .check(channel: nil, reachesServers: true),
        .check(channel: "mail", reachesServers: false),
    ]

    static let replies: [DeliveryReply] = [
        DeliveryReply(.step, "3 ms: connected"), DeliveryReply(.problem, "not reached"),
        DeliveryReply(.sent, "a***e@example.org"), DeliveryReply(.checked, "channels: 1"),
        DeliveryReply(.failed, "mail: refused"), DeliveryReply(.unknown, "mail: no answer in time"),
    ]

    static let enrolment = EnrolmentRequest(
        user: "alice", stateDirectory: "/var/lib/sallyport", keyFile: "/etc/sallyport/key",
        needsTicket: true, makesRecoveryCodes: true, window: 2,
        limits: (after: 10, duration: 1800, cap: 100), echo: true, host: "web1",
        language: .simplifiedChinese)

    static let enrolmentMessages: [EnrolmentMessage] = [
        .ask("验证码: ", echo: true), .ask("", echo: false), .tell("no"), .enrolled("app"),
        .refused("wrong ticket"), .failed("no key"),
    ]

    static let enrolmentAnswers: [EnrolmentAnswer] = [.typed([0, 255, 10]), .typed([]), .hungUp]

    static let serviceMessages: [ServiceMessage] = [
        .request(
            ["enrol", "", "--label", "手机"],
            terminal: Terminal(columns: 132, lines: 50, showsColors: true)),
        .request([], terminal: nil),
        .answer("123456"), .noAnswer, .output("a\nb"), .warning("careful"),
        .question("Verification code: ", echo: false), .end(64),
    ]

    /// All of them.
    static let all: [Sample] =
        deliveries.map { task in
            Sample(
                "\(task)",
                DeliveryRequest(deliveryFile: "/etc/d.conf", timeout: 15, task: task).encoded
            ) { "\(try DeliveryRequest(decoding: $0))" }
        }
        + replies.map { reply in
            Sample("\(reply)", reply.encoded) { try whole($0, DeliveryReply.take) }
        }
        + [Sample("enrolment", enrolment.encoded) { try whole($0, EnrolmentRequest.take) }]
        + enrolmentMessages.map { message in
            Sample("\(message)", message.encoded) { try whole($0, EnrolmentMessage.take) }
        }
        + enrolmentAnswers.map { answer in
            Sample("\(answer)", answer.encoded) { try whole($0, EnrolmentAnswer.take) }
        }
        + serviceMessages.map { message in
            Sample("\(message)", message.encoded) { "\(try ServiceMessage(decoding: $0))" }
        }

    private init(
        _ name: String, _ bytes: [UInt8]?, read: @escaping @Sendable ([UInt8]) throws -> String
    ) {
        self.name = name
        self.bytes = bytes ?? []
        self.read = read
    }

    private static func whole<Message>(
        _ bytes: [UInt8], _ take: (inout [UInt8]) throws(FrameError) -> Message?
    ) throws -> String {
        var rest = bytes
        guard let message = try take(&rest) else { throw FrameError(.truncated) }
        guard rest.isEmpty else { throw FrameError(.trailingBytes) }
        return "\(message)"
    }
}

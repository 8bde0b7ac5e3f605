internal import Cryptography
internal import HostSystem
internal import TextCoding
package import Vocabulary

/// A message as a mail: header and body, each line with CR and LF at its end (RFC 5322, RFC 2045).
package struct Mail {
    /// The whole mail.
    package let bytes: [UInt8]

    /// Writes the mail with the time of now and an identifier of its own.
    ///
    /// - Throws: where the system has no clock or no random numbers.
    package init(_ message: Message, from: Mailbox, to: EmailAddress) throws(DeliveryError) {
        guard let now = SystemClock.now(), let date = SystemClock.localTime(of: now) else {
            throw DeliveryError("the system has no clock")
        }
        do throws(CryptographyError) {
            let random = try LibCrypto().randomBytes(16).withBytes { [UInt8](copying: $0) }
            self.init(message, from: from, to: to, date: date, identifier: random)
        } catch {
            throw DeliveryError(error.description)
        }
    }

    /// Writes the mail.
    ///
    /// - Parameters:
    ///   - message: what to say.
    ///   - from: who sends it.
    ///   - to: who gets it.
    ///   - date: when it is sent.
    ///   - identifier: what no other mail has, for the Message-ID.
    init(
        _ message: Message, from: Mailbox, to: EmailAddress, date: LocalTime, identifier: [UInt8]
    ) {
        let text = Array(message.text.utf8)
        let isPlain = Self.isPlain(text)
        var lines: [[UInt8]] = []
        func add(_ name: String, _ value: [UInt8]) {
            lines.append(Array(compact("\(name): ").utf8) + value)
        }
        let address = Array(compact("<\(from.address.text)>").utf8)
        let name = from.name.utf8.isEmpty ? [] : HeaderText.phrase(from.name) + Array("\r\n ".utf8)
        add("Date", Array(date.internetText.utf8))
        add("From", name + address)
        add("To", Array(compact("<\(to.text)>").utf8))
        add("Subject", HeaderText.unstructured(message.subject))
        add("Message-ID", Self.messageID(identifier, from.address))
        // Made by a program, and no answer wanted (RFC 3834); the second says so to Exchange.
        add("Auto-Submitted", Array("auto-generated".utf8))
        add("X-Auto-Response-Suppress", Array("All".utf8))
        add("MIME-Version", Array("1.0".utf8))
        add("Content-Type", Array("text/plain; charset=utf-8".utf8))
        add("Content-Transfer-Encoding", Array((isPlain ? "7bit" : "base64").utf8))
        lines.append([])
        lines += isPlain ? Self.lines(of: text) : Self.base64Lines(text)
        var bytes: [UInt8] = []
        for line in lines { bytes += line + [UInt8(ascii: "\r"), UInt8(ascii: "\n")] }
        self.bytes = bytes
    }

    /// Whether the text can go as it is: ASCII in lines of at most 998 characters (RFC 5322 section 2.1.1).
    private static func isPlain(_ text: [UInt8]) -> Bool {
        text.allSatisfy { (0x20...0x7e).contains($0) || $0 == 0x0a || $0 == 0x09 }
            && lines(of: text).allSatisfy { $0.count <= 998 }
    }

    private static func lines(of text: [UInt8]) -> [[UInt8]] {
        let newline = UInt8(ascii: "\n")
        let ended = text.last == newline ? text.dropLast() : text[...]
        return ended.split(separator: newline, omittingEmptySubsequences: false).map { Array($0) }
    }

    /// The text with CR and LF, as base64 in lines of 76 characters (RFC 2045 section 6.8).
    private static func base64Lines(_ text: [UInt8]) -> [[UInt8]] {
        var canonical: [UInt8] = []
        for line in lines(of: text) {
            canonical += line + [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
        }
        var rest = canonical[...]
        var encoded: [[UInt8]] = []
        while !rest.isEmpty {
            encoded.append(Array(Base64.encode(Array(rest.prefix(57)).span).utf8))
            rest = rest.dropFirst(57)
        }
        return encoded
    }

    private static func messageID(_ identifier: [UInt8], _ sender: EmailAddress) -> [UInt8] {
        let hexadecimal = Array(Hexadecimal.encode(identifier.span).utf8)
        let domain = sender.text.utf8.drop { $0 != UInt8(ascii: "@") }
        return [UInt8(ascii: "<")] + hexadecimal + Array(domain) + [UInt8(ascii: ">")]
    }
}

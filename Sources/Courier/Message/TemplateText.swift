internal import ConfigurationGrammar
internal import Policy

/// The two parts of a template that an administrator wrote: a line `Subject: …`, an empty line, the text.
struct TemplateText {
    /// What stands behind `Subject:`.
    let subject: [UInt8]
    /// All lines behind the empty one.
    let text: [UInt8]

    /// The longest subject, in bytes; with its values it still fits in a line of a mail.
    private static let longestSubject = 200

    /// Reads the parts.
    ///
    /// - Throws: what is wrong with it.
    init(parsing bytes: [UInt8]) throws(DeliveryError) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw DeliveryError("it is not valid UTF-8")
        }
        let lines = bytes.filter { $0 != UInt8(ascii: "\r") }
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count >= 3, lines[0].starts(with: "Subject:".utf8), lines[1].isEmpty else {
            throw DeliveryError("it must begin with a line \"Subject: ...\" and an empty line")
        }
        subject = Array(lines[0].dropFirst("Subject:".utf8.count).drop { $0.isBlank })
        text = Array(lines[2...].joined(separator: [UInt8(ascii: "\n")]))
        guard (1...Self.longestSubject).contains(subject.count) else {
            throw DeliveryError("its subject must have 1 to \(Self.longestSubject) bytes")
        }
        let isPlain = (subject + text).allSatisfy {
            ($0 >= 0x20 && $0 != 0x7f) || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t")
        }
        guard isPlain else { throw DeliveryError("it has a control character in it") }
    }
}

internal import Cryptography
package import Messages
internal import Policy
internal import TextCoding
package import Vocabulary

/// How a person is reached, and what they prefer.
package struct Contacts: Sendable {
    /// Where codes are sent by e-mail; nil for nowhere.
    package internal(set) var email: EmailAddress?
    /// Where codes are sent as text messages and by DingTalk; nil for nowhere.
    package internal(set) var phone: PhoneNumber?
    /// The language of prompts and messages; nil for the policy's.
    package internal(set) var language: Language?
    /// The method a login begins with, where the policy allows it; nil for the policy's first.
    package internal(set) var preferredMethod: Method?

    /// Whether there is none of these.
    package var isEmpty: Bool {
        email == nil && phone == nil && language == nil && preferredMethod == nil
    }

    /// No contacts.
    package init() {}
}

// An absent contact has no bytes: no address, number or language is an empty text, and no
// method is 0.
extension Contacts {
    func write(to writer: inout ByteWriter) {
        writer.writeShort(Array((email?.text ?? "").utf8).span)
        writer.writeShort(Array((phone?.text ?? "").utf8).span)
        writer.writeShort(Array((language?.name ?? "").utf8).span)
        writer.write(UInt8(truncatingIfNeeded: preferredMethod.map { $0.rawValue + 1 } ?? 0))
    }

    /// Reads contacts; `hasMethod` says whether the record is new enough to have the preferred method.
    init(
        from bytes: Span<UInt8>, with reader: inout ByteReader, hasMethod: Bool
    ) throws(UnreadableRecord) {
        let texts = (
            try reader.text(from: bytes), try reader.text(from: bytes),
            try reader.text(from: bytes)
        )
        do throws(InvalidContact) {
            email = texts.0.isEmpty ? nil : try EmailAddress(texts.0)
            phone = texts.1.isEmpty ? nil : try PhoneNumber(texts.1)
        } catch {
            throw UnreadableRecord()
        }
        language = Language(tag: texts.2)
        guard texts.2.isEmpty || language != nil else { throw UnreadableRecord() }
        if hasMethod {
            let number = try reader.integer(UInt8.self, from: bytes)
            preferredMethod = Method(rawValue: Int(number) - 1)
            guard number == 0 || preferredMethod != nil else { throw UnreadableRecord() }
        }
    }
}

extension ByteReader {
    fileprivate mutating func text(from bytes: Span<UInt8>) throws(UnreadableRecord) -> String {
        let text = [UInt8](copying: bytes.extracting(try shortBytes(from: bytes)))
        return String(decoding: text, as: UTF8.self)
    }
}

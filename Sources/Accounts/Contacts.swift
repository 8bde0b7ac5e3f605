package import Messages
internal import TextCoding
package import Vocabulary

/// How a person is reached, and what they prefer.
package struct Contacts: Sendable {
    /// Where codes are sent by e-mail, and what a chat may find the person by; nil for nowhere.
    package internal(set) var email: EmailAddress?
    /// Where codes are sent as text messages, and what a chat may find the person by; nil for nowhere.
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

// An absent contact has no bytes: no address, number or language is an empty text.
extension Contacts {
    func write(to writer: inout ByteWriter) {
        for text in [email?.text, phone?.text, language?.name] {
            writer.writeShort((text ?? "").bytes.span)
        }
        writer.write(Method.recordNumber(of: preferredMethod))
    }

    init(from bytes: Span<UInt8>, with reader: inout ByteReader) throws(UnreadableRecord) {
        let email = try reader.text(from: bytes)
        let phone = try reader.text(from: bytes)
        let language = try reader.text(from: bytes)
        do throws(InvalidContact) {
            if !email.isEmpty { self.email = try EmailAddress(email) }
            if !phone.isEmpty { self.phone = try PhoneNumber(phone) }
        } catch {
            throw .malformed
        }
        if !language.isEmpty {
            guard let language = Language(tag: language) else { throw .malformed }
            self.language = language
        }
        preferredMethod = try reader.method(from: bytes)
    }
}

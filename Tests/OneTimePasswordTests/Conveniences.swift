import Cryptography
import OneTimePassword
import Testing
import TestSupport
import TextCoding

// Swift Testing's macros cannot take a Span, so the tests pass arrays and these lend them.

extension HOTP {
    /// The code at a counter, as text.
    func text(at counter: UInt64, key: [UInt8]) throws -> String {
        try code(at: counter, key: key.span, using: LibCrypto()).text
    }

    /// The counter of a code typed as text.
    func counter(of text: String, in range: ClosedRange<UInt64>, key: [UInt8]) throws -> UInt64? {
        let code = try #require(typed(text))
        return try counter(matching: code, in: range, key: key.span, using: LibCrypto())
    }
}

extension TOTP {
    /// The code at a moment, as text.
    func text(at time: Int64, key: [UInt8]) throws -> String {
        try code(at: time, key: key.span, using: LibCrypto()).text
    }
}

extension AuthenticatorURI {
    /// The URI with a key in it.
    func text(key: [UInt8]) -> String { text(key: key.span) }

    /// The short URI with a key in it.
    func shortText(key: [UInt8]) -> String { shortText(key: key.span) }
}

/// The code a person typed; nil where it is refused.
func typed(_ text: String) -> OneTimeCode? { OneTimeCode(typed: [UInt8](text: text).span) }

/// The Base32 text of some bytes.
func encoded(_ bytes: [UInt8]) -> String { Base32.encode(bytes.span) }

/// The bytes of a Base32 text; nil where it is refused.
func decoded(_ text: String) -> [UInt8]? { decoded([UInt8](text: text)) }

/// The bytes of a Base32 text given as bytes; nil where it is refused.
func decoded(_ text: [UInt8]) -> [UInt8]? {
    guard let bytes = Base32.decode(text.span) else { return nil }
    return bytes.withBytes { [UInt8](copying: $0) }
}

package import Cryptography

/// The Base32 encoding of RFC 4648, section 6, as authenticator apps use it: without padding.
package enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// Encodes bytes, without padding.
    package static func encode(_ bytes: Span<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 8 + 4) / 5)
        var buffer: UInt32 = 0
        var bits = 0
        for index in bytes.indices {
            buffer = buffer << 8 | UInt32(bytes[index])
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
            buffer &= (1 << UInt32(bits)) - 1
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Decodes text as people and apps write it: either case, blanks and hyphens anywhere, padding or none.
    ///
    /// - Returns: nil for any other character, for a length no encoding has, and for padding bits that are
    ///   not zero (RFC 4648, section 3.5), since those come from a typing error.
    package static func decode(_ text: Span<UInt8>) -> SecretBytes? {
        // Two passes, so that no growing array leaves pieces of a key behind in freed memory.
        var symbols = 0
        var padded = false
        for index in text.indices {
            switch symbol(text[index]) {
            case .blank: continue
            case .padding: padded = true
            case .value: if padded { return nil } else { symbols += 1 }
            case .invalid: return nil
            }
        }
        switch symbols % 8 {
        // These hold no whole number of bytes.
        case 1, 3, 6: return nil
        default: break
        }
        var bytes = SecretBytes(zeroed: symbols * 5 / 8)
        let remainder = bytes.withMutableBytes { fill(&$0, from: text) }
        guard remainder == 0 else { return nil }
        return bytes
    }

    /// Writes the decoded bytes and gives back the bits left over.
    private static func fill(_ bytes: inout MutableSpan<UInt8>, from text: Span<UInt8>) -> UInt32 {
        var buffer: UInt32 = 0
        var bits = 0
        var position = 0
        for index in text.indices {
            guard case .value(let value) = symbol(text[index]) else { continue }
            buffer = buffer << 5 | value
            bits += 5
            if bits >= 8, position < bytes.count {
                bits -= 8
                bytes[position] = UInt8(truncatingIfNeeded: buffer >> UInt32(bits))
                position += 1
                buffer &= (1 << UInt32(bits)) - 1
            }
        }
        return buffer
    }

    private enum Symbol {
        case value(UInt32)
        case padding
        case blank
        case invalid
    }

    private static func symbol(_ byte: UInt8) -> Symbol {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): .value(UInt32(byte - UInt8(ascii: "A")))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): .value(UInt32(byte - UInt8(ascii: "a")))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): .value(UInt32(byte - UInt8(ascii: "2")) + 26)
        case UInt8(ascii: "="): .padding
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "\t"), UInt8(ascii: "\r"),
            UInt8(ascii: "\n"):
            .blank
        default: .invalid
        }
    }
}

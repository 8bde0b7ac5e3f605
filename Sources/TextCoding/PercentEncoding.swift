/// Percent-encoding (RFC 3986 section 2.1).
package enum PercentEncoding {
    /// The bytes of a text, those that do not stand for themselves as `%XX`.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - isPlain: Which bytes stand for themselves; those that RFC 3986 section 2.3 calls unreserved,
    ///     `A-Z a-z 0-9 - . _ ~`, unless said otherwise.
    /// - Returns: The text in ASCII.
    package static func encode(
        _ text: String, where isPlain: (UInt8) -> Bool = PercentEncoding.isUnreserved
    ) -> String {
        var bytes: [UInt8] = []
        for byte in text.bytes {
            if isPlain(byte) { bytes.append(byte) } else { append(byte, to: &bytes) }
        }
        return String(bytes: bytes)
    }

    /// The bytes of an encoded text; nil where a `%` stands before no two hexadecimal digits.
    package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next().flatMap(Hexadecimal.value(of:)),
                let low = rest.next().flatMap(Hexadecimal.value(of:))
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// A form (application/x-www-form-urlencoded): `name=value` joined by `&`, a blank as `+`.
    package static func form(_ fields: [(name: String, value: String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for field in fields {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
            appendFormValue(field.name, to: &bytes)
            bytes.append(UInt8(ascii: "="))
            appendFormValue(field.value, to: &bytes)
        }
        return bytes
    }

    /// Whether a byte is one of `A-Z a-z 0-9 - . _ ~` (RFC 3986 section 2.3).
    package static func isUnreserved(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || "-._~".has(byte)
    }

    private static func appendFormValue(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.bytes {
            if byte == UInt8(ascii: " ") {
                bytes.append(UInt8(ascii: "+"))
            } else if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                append(byte, to: &bytes)
            }
        }
    }

    /// Appends `%` and two upper-case digits (section 2.1).
    private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "%"))
        for digit in Hexadecimal.digits(of: byte) {
            bytes.append(digit < UInt8(ascii: "a") ? digit : digit & ~0x20)
        }
    }
}

internal import Policy

/// Percent-encoding (RFC 3986 section 2.1) of everything but the unreserved characters.
enum PercentEncoding {
    /// The bytes of a text, all but `A-Z a-z 0-9 - . _ ~` as `%XX`.
    static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A form (application/x-www-form-urlencoded): `name=value` joined by `&`, a blank as `+`.
    static func form(_ fields: [(name: String, value: String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for field in fields {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
            bytes += formValue(field.name)
            bytes.append(UInt8(ascii: "="))
            bytes += formValue(field.value)
        }
        return bytes
    }

    private static func formValue(_ text: String) -> [UInt8] {
        text.utf8.flatMap { byte in
            if byte == UInt8(ascii: " ") { return [UInt8(ascii: "+")] }
            return isUnreserved(byte)
                ? [byte] : [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || "-._~".utf8.contains(byte)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}

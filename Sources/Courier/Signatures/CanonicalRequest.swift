package import Cryptography
internal import TextCoding

/// A request in the one form that signer and server agree on, as the signatures of Huawei, Alibaba and Amazon have it.
///
/// Method, path, sorted query, sorted headers, their names, and the hash of the body, a line each.
package struct CanonicalRequest {
    /// The text that is hashed.
    package let text: [UInt8]
    /// The names of the headers, sorted, with semicolons between them.
    package let signedHeaders: String

    /// Makes the form.
    ///
    /// - Parameters:
    ///   - method: Such as `POST`.
    ///   - path: The path as the signature has it, percent-encoded.
    ///   - query: Names and values, not encoded, in any order.
    ///   - headers: Names in lower case, and values, in any order.
    ///   - bodyHash: The SHA-256 of the body in hexadecimal digits.
    package init(
        method: String, path: String, query: [(name: String, value: String)],
        headers: [(name: String, value: String)], bodyHash: String
    ) {
        let headers = headers.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        var names: [UInt8] = []
        var lines: [UInt8] = []
        for header in headers {
            if !names.isEmpty { names.append(UInt8(ascii: ";")) }
            names += Array(header.name.utf8)
            lines += Array(compact("\(header.name):").utf8) + Self.trimmed(header.value)
            lines.append(UInt8(ascii: "\n"))
        }
        signedHeaders = String(decoding: names, as: UTF8.self)
        let head = compact("\(method)\n\(path)\n\(Self.queryText(query))\n")
        text = Array(head.utf8) + lines + Array(compact("\n\(signedHeaders)\n\(bodyHash)").utf8)
    }

    /// A query as it is signed and sent: sorted by name, `name=value` joined by `&`.
    package static func queryText(_ query: [(name: String, value: String)]) -> String {
        let sorted = query.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        var text = ""
        for (index, field) in sorted.enumerated() {
            if index > 0 { text += "&" }
            text += PercentEncoding.encode(field.name) + "=" + PercentEncoding.encode(field.value)
        }
        return text
    }

    private static func trimmed(_ value: String) -> [UInt8] {
        var bytes = Array(value.utf8)[...]
        while bytes.first == UInt8(ascii: " ") { bytes.removeFirst() }
        while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        return Array(bytes)
    }
}

extension LibCrypto {
    /// The SHA-256 of a message in hexadecimal digits.
    package func sha256Text(of message: [UInt8]) throws(CryptographyError) -> String {
        let hash = try digest(.sha256, of: message.span)
        return Hexadecimal.encode(hash.span)
    }

    /// The HMAC-SHA-256 of a text in hexadecimal digits.
    func hmacText(key: [UInt8], _ text: String) throws(CryptographyError) -> String {
        try hmac(.sha256, key: key.span, message: Array(text.utf8).span)
            .withBytes { Hexadecimal.encode($0) }
    }
}

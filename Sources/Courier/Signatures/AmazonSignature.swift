package import Cryptography
internal import TextCoding

/// The signature AWS4-HMAC-SHA256 of Amazon Web Services, "Signature Version 4".
///
/// libcurl has it too, but only since 7.75, which the systems of the time of OpenSSH 7 do not have.
package enum AmazonSignature {
    /// Signs a request.
    ///
    /// - Parameters:
    ///   - method: Such as `POST`.
    ///   - headers: All headers to sign, names in lower case: `host` and `x-amz-date` at least.
    ///   - body: The body; the path is `/`, and there is no query.
    ///   - time: What `x-amz-date` says, in the basic format.
    ///   - region: Such as `eu-central-1`.
    ///   - service: Such as `sns`.
    ///   - accessKey: The access key, which names the account.
    ///   - secretKey: The secret key.
    ///   - library: What hashes.
    /// - Returns: The value of the Authorization header.
    /// - Throws: ``CryptographyError``.
    package static func authorization(
        method: String, headers: [(name: String, value: String)], body: [UInt8], time: String,
        region: String, service: String, accessKey: String, secretKey: [UInt8],
        using library: LibCrypto
    ) throws(CryptographyError) -> String {
        let request = CanonicalRequest(
            method: method, path: "/", query: [], headers: headers,
            bodyHash: try library.sha256Text(of: body))
        let day = String(decoding: time.utf8.prefix(8), as: UTF8.self)
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let hash = try library.sha256Text(of: request.text)
        // A key for this day, region and service, so that one that leaks is worth less.
        var key = SecretBytes(copying: Array("AWS4".utf8) + secretKey)
        for part in [day, region, service, "aws4_request"] {
            key = try key.withBytes { (key) throws(CryptographyError) in
                try library.hmac(.sha256, key: key, message: Array(part.utf8).span)
            }
        }
        let text = "AWS4-HMAC-SHA256\n\(time)\n\(scope)\n\(hash)"
        let signature = try key.withBytes { (key) throws(CryptographyError) in
            try library.hmac(.sha256, key: key, message: Array(text.utf8).span)
        }
        return "AWS4-HMAC-SHA256 Credential=\(accessKey)/\(scope), "
            + "SignedHeaders=\(request.signedHeaders), "
            + "Signature=\(signature.withBytes { Hexadecimal.encode($0) })"
    }
}

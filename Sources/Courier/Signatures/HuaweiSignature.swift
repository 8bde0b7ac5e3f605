package import Cryptography
internal import TextCoding

/// The signature SDK-HMAC-SHA256 of Huawei Cloud's API gateway.
package enum HuaweiSignature {
    /// Signs a request.
    ///
    /// - Parameters:
    ///   - method: Such as `POST`.
    ///   - path: The path of the request line, percent-encoded; it is signed with a `/` at the end.
    ///   - query: Names and values, not encoded.
    ///   - headers: All headers to sign, names in lower case: `host` and `x-sdk-date` at least.
    ///   - body: The body.
    ///   - time: What `x-sdk-date` says, in the basic format.
    ///   - accessKey: The access key, which names the account.
    ///   - secretKey: The secret key.
    ///   - library: What hashes.
    /// - Returns: The value of the Authorization header.
    /// - Throws: ``CryptographyError``, also where the secret key is empty.
    package static func authorization(
        method: String, path: String, query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)], body: [UInt8], time: String, accessKey: String,
        secretKey: [UInt8], using library: LibCrypto
    ) throws(CryptographyError) -> String {
        let path = path.utf8.last == UInt8(ascii: "/") ? path : path + "/"
        let request = CanonicalRequest(
            method: method, path: path, query: query, headers: headers,
            bodyHash: try library.sha256Text(of: body))
        let hash = try library.sha256Text(of: request.text)
        let signature = try library.hmacText(
            key: secretKey, compact("SDK-HMAC-SHA256\n\(time)\n\(hash)"))
        return compact(
            "SDK-HMAC-SHA256 Access=\(accessKey), SignedHeaders=\(request.signedHeaders), ")
            + compact("Signature=\(signature)")
    }
}

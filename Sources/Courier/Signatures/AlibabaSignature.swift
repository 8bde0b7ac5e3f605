package import Cryptography
internal import TextCoding

/// The signature ACS3-HMAC-SHA256 of Alibaba Cloud's RPC interfaces.
package enum AlibabaSignature {
    /// Signs a request.
    ///
    /// - Parameters:
    ///   - method: Such as `POST`.
    ///   - query: Names and values, not encoded.
    ///   - headers: All headers to sign, names in lower case: `host` and every `x-acs-` at least.
    ///   - bodyHash: The SHA-256 of the body, as `x-acs-content-sha256` has it.
    ///   - accessKeyID: The access key, which names the account.
    ///   - secret: Its secret.
    ///   - library: What hashes.
    /// - Returns: The value of the Authorization header.
    /// - Throws: ``CryptographyError``, also where the secret is empty.
    package static func authorization(
        method: String, query: [(name: String, value: String)],
        headers: [(name: String, value: String)], bodyHash: String, accessKeyID: String,
        secret: [UInt8], using library: LibCrypto
    ) throws(CryptographyError) -> String {
        let request = CanonicalRequest(
            method: method, path: "/", query: query, headers: headers, bodyHash: bodyHash)
        let hash = try library.sha256Text(of: request.text)
        let signature = try library.hmacText(key: secret, compact("ACS3-HMAC-SHA256\n\(hash)"))
        return compact("ACS3-HMAC-SHA256 Credential=\(accessKeyID),")
            + compact("SignedHeaders=\(request.signedHeaders),Signature=\(signature)")
    }
}

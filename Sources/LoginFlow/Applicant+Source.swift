internal import Accounts
internal import Cryptography
internal import TextCoding
internal import Vocabulary

extension Applicant {
    /// Where the login comes from, with the keys that were its first factor.
    ///
    /// - Returns: nil where the application tells no address, or a name that anybody could have chosen.
    func source(using library: LibCrypto) throws(Refusal) -> LoginSource? {
        guard let address = application.address.flatMap(NetworkAddress.init) else { return nil }
        let keys = publicKeys
        guard !keys.isEmpty else { return LoginSource(address: address, key: []) }
        do throws(CryptographyError) {
            let fingerprint = try library.digest(.sha256, of: keys.span)
            return LoginSource(address: address, key: fingerprint)
        } catch {
            throw .cryptography(error)
        }
    }

    /// The public keys in SSH_AUTH_INFO_0, one after the other, in the form of RFC 4253 section 6.6: lines such as
    /// `publickey ssh-ed25519 AAAA…`.
    private var publicKeys: [UInt8] {
        var keys: [UInt8] = []
        for line in application.firstFactors ?? [] {
            let words = line.parts(separatedBy: " ")
            guard words.count >= 3, words[0].hasSameBytes(as: "publickey") else { continue }
            keys += Base64.decodePrefix(words[2].bytes.span)
        }
        return keys
    }
}

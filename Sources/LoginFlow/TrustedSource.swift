internal import Accounts
internal import Cryptography
internal import HostSystem
internal import Policy

extension Login {
    /// Where the login comes from, with the keys that were its first factor.
    ///
    /// - Returns: nil where the application tells no address, or a name that anybody could have chosen.
    func source(of person: Person, using library: LibCrypto) throws(Refusal) -> LoginSource? {
        guard person.user != nil,
            let address = person.attributes.address.flatMap(NetworkAddress.init)
        else { return nil }
        let keys = publicKeys(of: person.attributes.service)
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
    private func publicKeys(of service: String) -> [UInt8] {
        var keys: [UInt8] = []
        for line in firstFactors(of: service) ?? [] {
            let words = line.parts(separatedBy: " ")
            guard words.count >= 3, words[0].hasSameBytes(as: "publickey") else { continue }
            keys += Base64.decode(Array(words[2].utf8))
        }
        return keys
    }
}

/// The encoding of keys in SSH_AUTH_INFO_0 (RFC 4648 section 4).
private enum Base64 {
    /// The bytes of a text; what is no digit ends it.
    static func decode(_ text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for character in text {
            guard let digit = digit(character) else { break }
            bits = (bits << 6 | digit) & 0xfff
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> count))
        }
        return bytes
    }

    private static func digit(_ character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

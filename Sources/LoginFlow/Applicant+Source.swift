internal import Accounts
internal import Cryptography
internal import HostSystem
internal import Policy
internal import TextCoding
internal import Vocabulary

extension Applicant {
    /// Where the login comes from, with the keys that were its first factor, and its service.
    ///
    /// - Returns: nil where the application tells no address, or a name that anybody could have chosen, and it is in no
    ///   session of the person's that the policy binds trust to.
    func source(
        under settings: Settings, using library: LibCrypto
    ) throws(Refusal) -> LoginSource? {
        let origin: LoginSource.Origin
        if let address = application.address.flatMap(NetworkAddress.init) {
            origin = .address(address)
        } else if settings.trustPeriod > 0, settings.trustBinds.has(.session), let session {
            origin = .session(session)
        } else {
            return nil
        }
        var key: [UInt8] = []
        let keys = publicKeys
        if !keys.isEmpty {
            do throws(CryptographyError) {
                key = try library.digest(.sha256, of: keys.span)
            } catch {
                throw .cryptography(error)
            }
        }
        return LoginSource(origin, key: key, service: application.service.bytes)
    }

    /// The session in which the person who asks has logged in.
    ///
    /// Only of a program that says which user of this host asks, as su and sudo do, and no other host: a daemon is in
    /// the session of whoever started it.
    private var session: AuditSession? {
        guard application.remoteHost?.isEmpty ?? true,
            let name = application.remoteUser.flatMap({ String(validating: $0, as: UTF8.self) })
        else { return nil }
        do throws(SystemError) {
            return try User.named(name).flatMap(AuditSession.current)
        } catch {
            return nil
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

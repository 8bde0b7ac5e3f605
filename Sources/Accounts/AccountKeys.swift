internal import Cryptography

/// The keys of one account, and all that is done with them: records are sealed and opened here and nowhere else.
final class AccountKeys {
    /// What messages call the account.
    let path: String
    let library: LibCrypto
    private let context: AccountContext
    private let keyFile: String
    private var identity: SecretBytes
    private var state: SecretBytes
    /// Hashes recovery codes and sent codes.
    private(set) var codes: SecretBytes

    /// - Parameters:
    ///   - context: Whose account it is.
    ///   - key: The key of the host.
    ///   - path: What messages call the account.
    ///   - library: What all keys are made with.
    /// - Throws: where libcrypto fails.
    init(
        of context: AccountContext, from key: borrowing HostKey, path: String, library: LibCrypto
    ) throws(AccountError) {
        let identity = try key.derive(.identity, for: context.bytes, using: library)
        let state = try key.derive(.state, for: context.bytes, using: library)
        let codes = try key.derive(.codes, for: context.bytes, using: library)
        self.identity = identity
        self.state = state
        self.codes = codes
        self.context = context
        self.keyFile = key.path
        self.path = path
        self.library = library
    }

    /// What messages call the two records.
    private var identityPath: String { path + "/identity" }
    var statePath: String { path + "/state" }

    /// Seals an identity under the names that the state beside it has for it.
    func sealed(
        _ record: borrowing Identity, incarnation: UInt64, generation: UInt64
    ) throws(AccountError) -> [UInt8] {
        guard let bytes = record.encoded(incarnation: incarnation, generation: generation) else {
            throw .invalid("the account's record would be too long")
        }
        let context = context.bytes
        do throws(CryptographyError) {
            return try bytes.withBytes { (bytes) throws(CryptographyError) in
                try identity.withBytes { (key) throws(CryptographyError) in
                    try library.seal(bytes, key: key, context: context.span)
                }
            }
        } catch {
            throw .cryptography(error, identityPath)
        }
    }

    /// Opens an identity.
    func identity(opening sealed: [UInt8]) throws(AccountError) -> Identity {
        let context = context.bytes
        let opened: SecretBytes
        do throws(CryptographyError) {
            opened = try identity.withBytes { (key) throws(CryptographyError) in
                try library.open(sealed.span, key: key, context: context.span)
            }
        } catch {
            throw .cryptography(error, identityPath)
        }
        do throws(UnreadableRecord) {
            let identity = try opened.withBytes { (bytes) throws(UnreadableRecord) in
                try Identity(decoding: bytes)
            }
            if let key = identity.codesKey { codes = key }
            return identity
        } catch {
            throw AccountError(error, identityPath)
        }
    }

    /// Signs a state: nothing in it is secret, and its tag stands behind it.
    func sealed(_ record: LoginState) throws(AccountError) -> [UInt8] {
        guard let encoded = record.encoded() else { throw .damaged(statePath) }
        var bytes = encoded.withBytes { [UInt8](copying: $0) }
        let tag = try hmac(bytes.span, key: state)
        bytes += tag
        return bytes
    }

    /// Opens a state; what is sealed beside it is to be opened after it.
    func state(opening sealed: [UInt8]) throws(AccountError) -> LoginState {
        guard try isAuthentic(sealed) else { throw .cryptography(.notAuthentic, statePath) }
        do throws(UnreadableRecord) {
            return try LoginState(
                decoding: sealed.span.extracting(droppingLast: LoginState.tagLength))
        } catch {
            throw AccountError(error, statePath)
        }
    }

    /// Whether a state was made for this account, under the host's key.
    ///
    /// While accounts are sealed anew under another key, some are under the one and some under the other. This may
    /// begin and end at any moment of a login: what was read under one key may now stand there under the other.
    func isAuthentic(_ sealed: [UInt8]) throws(AccountError) -> Bool {
        if try isSealed(sealed) { return true }
        for file in [HostKey.nextPath(of: keyFile), keyFile] {
            guard let key = try? HostKey(file: file) else { continue }
            let keys = try AccountKeys(of: context, from: key, path: path, library: library)
            guard try keys.isSealed(sealed) else { continue }
            swap(&identity, &keys.identity)
            swap(&state, &keys.state)
            swap(&codes, &keys.codes)
            return true
        }
        return false
    }

    /// Whether a state was made for this account, under these very keys.
    func isSealed(_ sealed: [UInt8]) throws(AccountError) -> Bool {
        let end = sealed.count - LoginState.tagLength
        guard end >= 0 else { return false }
        let expected = try hmac(sealed.span.extracting(0..<end), key: state)
        return library.areEqual(expected.span, sealed.span.extracting(end..<sealed.count))
    }

    /// The hash under which a code is stored: HMAC-SHA-256 of salt and code.
    func hash(_ code: [UInt8], salt: [UInt8]) throws(AccountError) -> [UInt8] {
        let message = salt + code
        return try hmac(message.span, key: codes)
    }

    /// Whether a code is the one that was hashed so.
    func matches(_ code: [UInt8], salt: [UInt8], hash: [UInt8]) throws(AccountError) -> Bool {
        let other = try self.hash(code, salt: salt)
        return library.areEqual(other.span, hash.span)
    }

    private func hmac(
        _ message: Span<UInt8>, key: borrowing SecretBytes
    ) throws(AccountError) -> [UInt8] {
        do throws(CryptographyError) {
            return try key.withBytes { (key) throws(CryptographyError) in
                try library.hmac(.sha256, key: key, message: message)
            }.withBytes { [UInt8](copying: $0) }
        } catch {
            throw .cryptography(error, path)
        }
    }

    /// Random bytes, for salts.
    @inline(never)
    func randomBytes(_ count: Int) throws(AccountError) -> [UInt8] {
        do throws(CryptographyError) {
            return try library.randomBytes(count).withBytes { [UInt8](copying: $0) }
        } catch {
            throw .cryptography(error, path)
        }
    }

    /// A random number, which nobody else draws.
    func randomNumber() throws(AccountError) -> UInt64 {
        let bytes = try randomBytes(8)
        var number: UInt64 = 0
        for byte in bytes { number = number << 8 | UInt64(byte) }
        return number
    }
}

extension AccountError {
    /// The error of an account whose record cannot be read.
    init(_ error: UnreadableRecord, _ path: String) {
        switch error {
        case .malformed: self = .damaged(path)
        case .version(let version): self = .version(version, path)
        }
    }
}

internal import Cryptography
internal import HostSystem

/// The stored account of one user: a folder with identity, state and lock.
package struct Account: ~Copyable {
    /// The names of the files in an account's folder.
    enum FileName {
        static let identity = "identity"
        static let state = "state"
        static let lock = "lock"
    }

    /// How long to wait for another login of the same person, in milliseconds.
    ///
    /// Each holds the lock for less than one, and sshd gives a login two minutes.
    static let lockDeadline = 5000

    let directory: Directory
    private let context: AccountContext
    let keys: AccountKeys
    let library: LibCrypto

    init(
        _ directory: consuming Directory, context: AccountContext, keys: consuming AccountKeys,
        library: LibCrypto
    ) {
        self.directory = directory
        self.context = context
        self.keys = keys
        self.library = library
    }

    /// Reads who the person is; nobody in particular where nothing was ever stored.
    package borrowing func identity() throws(AccountError) -> Identity {
        let path = directory.path + "/" + FileName.identity
        guard let sealed = try sealedIdentity() else { return Identity() }
        let opened = try cryptography(path) { () throws(CryptographyError) in
            try keys.identity.withBytes { (key) throws(CryptographyError) in
                try library.open(sealed.span, key: key, context: context.bytes.span)
            }
        }
        do throws(UnreadableRecord) {
            return try opened.withBytes { (bytes) throws(UnreadableRecord) in
                try Identity(decoding: bytes)
            }
        } catch {
            throw .damaged(path)
        }
    }

    private borrowing func sealedIdentity() throws(AccountError) -> [UInt8]? {
        do throws(SystemError) {
            return try directory.file(named: FileName.identity)
                .contents(limit: 2 * Identity.maximumLength)
        } catch {
            if error.isNotFound { return nil }
            throw .system(error)
        }
    }

    /// Reads the state as it is at this moment, without the lock.
    package borrowing func state() throws(AccountError) -> LoginState {
        try stateFile(forWriting: false).state
    }

    /// Reads the state as a login meets it.
    ///
    /// A lock that would last longer than `lockFor` from now on is shortened for good, so that every later look
    /// finds less of it left.
    package borrowing func state(
        at time: Int64, limits: AttemptLimits
    ) throws(AccountError) -> LoginState {
        let state = try state()
        if state.outlasts(limits, at: time) {
            let lock = try lock()
            var stateFile = try stateFile(forWriting: true)
            try stateFile.shortenLock(at: time, limits: limits)
            _ = consume lock
        }
        return state
    }

    /// Counts one more attempt as wrong and opens it.
    ///
    /// - Throws: also `.locked`; see ``LoginState/lock(at:limits:)``. Nothing is counted then.
    package borrowing func attempt(
        limits: AttemptLimits, at time: Int64
    ) throws(AccountError) -> Attempt {
        let lock = try lock()
        var stateFile = try stateFile(forWriting: true)
        if let lock = stateFile.state.lock(at: time, limits: limits) {
            try stateFile.shortenLock(at: time, limits: limits)
            throw .locked(lock)
        }
        let before = stateFile.state
        var charged = before
        charged.charge(at: time, limits: limits)
        try stateFile.write(charged)
        return Attempt(
            identity: try identity(), stateFile: stateFile, before: before,
            codesKey: keys.codes.copy(), lock: lock, library: library, path: directory.path)
    }

    /// Takes the account's lock, which lasts as long as the file is open.
    borrowing func lock() throws(AccountError) -> File {
        try system { () throws(SystemError) in
            let file = try directory.file(named: FileName.lock)
            try file.lock(within: Self.lockDeadline)
            return file
        }
    }

    borrowing func stateFile(forWriting: Bool) throws(AccountError) -> StateFile {
        let file = try system { () throws(SystemError) in
            try directory.file(named: FileName.state, forWriting: forWriting)
        }
        return try StateFile(file, key: keys.state.copy(), library: library)
    }

    /// Seals and writes an identity.
    ///
    /// The caller holds the lock.
    borrowing func write(_ identity: borrowing Identity) throws(AccountError) {
        let path = directory.path + "/" + FileName.identity
        let sealed = try cryptography(path) { () throws(CryptographyError) in
            try identity.withEncoded { (bytes) throws(CryptographyError) in
                try keys.identity.withBytes { (key) throws(CryptographyError) in
                    try library.seal(bytes, key: key, context: context.bytes.span)
                }
            }
        }
        guard let sealed else { throw .invalid("the account's record would be too long") }
        try system { () throws(SystemError) in
            try directory.replaceFile(named: FileName.identity, contents: sealed.span)
        }
    }
}

/// The keys of one account.
struct AccountKeys: ~Copyable {
    let identity: SecretBytes
    let state: SecretBytes
    /// Hashes recovery codes and sent codes.
    let codes: SecretBytes
}

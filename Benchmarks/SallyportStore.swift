import Accounts
import Cryptography
import Glibc
import HostSystem
import OneTimePassword

/// Accounts of the module under test.
///
/// This file alone knows how they are made and where they lie.
struct SallyportStore {
    /// The folder that holds the store.
    let folder: String

    /// The module's path.
    let module: String

    private var policyFile: String { "\(folder)/policy.conf" }
    private var keyFile: String { "\(folder)/key" }

    /// The module and its arguments, as a line of a stack has them.
    var moduleWithArguments: String { "\(module) policy=\(policyFile)" }

    /// Enrols accounts that all have the same secret (SHA-1, six digits, 30 seconds).
    ///
    /// - Throws: `BenchmarkError` when the store cannot be written.
    func makeAccounts(names: [String], secret: [UInt8]) throws {
        try makeFolder(folder)
        try makeFolder("\(folder)/accounts")
        // Limits that 32 attempts at once of one user, with one right among them, do not reach.
        let policy = """
            StateDirectory \(folder)
            KeyFile \(keyFile)
            LockAfter 1000
            LockCap 10000

            """
        try writeFile(policyFile, Array(policy.utf8))
        let totp = try AuthenticatorApp().totp
        do {
            let library = try LibCrypto()
            let key = try library.randomBytes(32).withBytes { [UInt8](copying: $0) }
            try writeFile(keyFile, key)
            let store = try AccountStore(stateDirectory: folder, keyFile: keyFile, library: library)
            for (index, name) in names.enumerated() {
                try makeAccount(
                    try user(name, otherwise: index), in: store, totp: totp, secret: secret)
            }
        } catch let error as AccountError {
            throw BenchmarkError(error.description)
        } catch let error as CryptographyError {
            throw BenchmarkError(error.description)
        } catch let error as SystemError {
            throw BenchmarkError(error.description)
        }
    }

    /// The user of a name; for those nobody logs in as, one that the system need not know.
    private func user(_ name: String, otherwise index: Int) throws -> User {
        if name.hasPrefix("crowd") {
            return User(name: name, id: 100_000 + UInt32(index), groupID: 65534)
        }
        guard let user = try User.named(name) else { throw BenchmarkError("no user \(name)") }
        return user
    }

    private func makeAccount(
        _ user: User, in store: borrowing AccountStore, totp: TOTP, secret: [UInt8]
    ) throws {
        var edit = try AccountEdit(of: user, in: store)
        try edit.addDevice(
            label: "phone", movingFactor: .time(totp), key: secret.span, confirmedAt: 0,
            time: Int64(time(nil)))
        _ = try edit.renewRecoveryCodes()
        try edit.save()
    }

    /// What a login of this user may change: a file, or a folder with files.
    func state(of user: String) -> String { "\(folder)/accounts/\(user)" }
}

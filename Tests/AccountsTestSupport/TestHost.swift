package import Accounts
internal import Cryptography
package import HostSystem
package import TestSupport

/// The files of a host, in a folder of the test's own: key, policy and accounts.
package final class TestHost: Sendable {
    /// Where everything lies.
    package let folder: TemporaryFolder
    /// The key, 32 bytes that differ from host to host.
    package let keyFile: String
    /// StateDirectory, with the folder of the accounts in it.
    package let stateDirectory: String
    /// Where ``writePolicy(_:)`` puts the policy.
    package let policyPath: String
    /// Opens where the accounts are; nil for files below ``stateDirectory``.
    private let storage: (@Sendable () throws -> any AccountStorage)?

    /// Makes a host without accounts, with this policy.
    package init(policy: String = "") throws {
        storage = nil
        folder = try TemporaryFolder()
        let key = try LibCrypto().randomBytes(32).withBytes { [UInt8](copying: $0) }
        keyFile = try folder.write(key, to: "key")
        stateDirectory = try folder.makeFolder("state")
        try folder.makeFolder("state/accounts")
        policyPath = folder.path(of: "policy.conf")
        try writePolicy(policy)
    }

    /// The same host with its accounts in another storage.
    package func over(
        _ storage: @escaping @Sendable () throws -> any AccountStorage
    ) throws -> TestHost {
        TestHost(
            folder: folder, keyFile: keyFile, stateDirectory: stateDirectory,
            policyPath: policyPath, storage: storage)
    }

    private init(
        folder: TemporaryFolder, keyFile: String, stateDirectory: String, policyPath: String,
        storage: @escaping @Sendable () throws -> any AccountStorage
    ) {
        self.folder = folder
        self.keyFile = keyFile
        self.stateDirectory = stateDirectory
        self.policyPath = policyPath
        self.storage = storage
    }

    /// A host whose files another process made and removes.
    package init(at path: String) {
        folder = TemporaryFolder(at: path)
        storage = nil
        keyFile = folder.path(of: "key")
        stateDirectory = folder.path(of: "state")
        policyPath = folder.path(of: "policy.conf")
    }

    /// Writes the policy, behind the lines that name this host's key and accounts.
    package func writePolicy(_ text: String) throws {
        let paths = "StateDirectory \(stateDirectory)\nKeyFile \(keyFile)\n"
        try folder.write([UInt8](text: paths + text), to: "policy.conf", mode: 0o644)
    }

    /// Opens the accounts.
    package func store() throws -> AccountStore {
        guard let storage else {
            return try AccountStore(
                stateDirectory: stateDirectory, keyFile: keyFile, library: LibCrypto())
        }
        return try AccountStore(
            storage: storage(), stateDirectory: stateDirectory, keyFile: keyFile,
            library: LibCrypto())
    }

    /// Enrols devices, and gives back new recovery codes as they are shown.
    ///
    /// They are enrolled at `time`; no code before it was used.
    @discardableResult
    package func enrol(
        _ user: User, _ devices: [TestDevice], at time: Int64 = 1_000_000_000
    ) throws -> [String] {
        var edit = try AccountEdit(of: user, in: store())
        for device in devices {
            try edit.addDevice(
                label: device.label, movingFactor: device.movingFactor, key: device.key.span,
                confirmedAt: 0, time: time)
        }
        let codes = try edit.renewRecoveryCodes()
        try edit.save()
        return codes
    }

    /// The login state of a user as it is on the disk now; nil where there is no account.
    package func state(of user: User) throws -> LoginState? {
        guard let account = try store().account(of: user) else { return nil }
        return account.state
    }

    /// Opens the account of a user for changes, makes them and saves them.
    package func edit(_ user: User, _ change: (inout AccountEdit) throws -> Void) throws {
        var edit = try AccountEdit(of: user, in: store())
        try change(&edit)
        try edit.save()
    }
}

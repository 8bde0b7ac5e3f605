package import Accounts
internal import Synchronization

/// Accounts in memory, which are gone with the process: a storage that keeps nobody waiting.
package final class MemoryStorage: AccountStorage, Sendable {
    private let accounts = Mutex<[String: AccountRecords]>([:])
    private let losesRaces: Bool

    /// Makes an empty storage.
    ///
    /// - Parameter losesRaces: Whether a swap looks at what is there. One that does not is no storage: what others
    ///   wrote meanwhile is gone.
    package init(losesRaces: Bool = true) { self.losesRaces = losesRaces }

    package func account(named name: String) throws(AccountError) -> any StoredAccount {
        MemoryAccount(name, in: self)
    }

    package func names() throws(AccountError) -> [String] {
        accounts.withLock { $0.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
    }

    fileprivate func records(of name: String) -> AccountRecords? {
        accounts.withLock { $0[name] }
    }

    fileprivate func swap(
        _ name: String, _ version: AccountVersion, identity: [UInt8]?, state: [UInt8]
    ) -> SwapAnswer {
        accounts.withLock { accounts in
            guard let old = accounts[name] else { return .lost }
            if losesRaces, old.version != version { return .lost }
            let next = AccountVersion(
                identity: old.version.identity + (identity == nil ? 0 : 1),
                state: old.version.state + 1)
            accounts[name] = AccountRecords(
                identity: identity ?? old.identity, state: state, version: next)
            return .made(next)
        }
    }

    fileprivate func make(_ name: String, state: [UInt8]) -> SwapAnswer {
        accounts.withLock { accounts in
            if losesRaces, accounts[name] != nil { return .lost }
            let version = AccountVersion(identity: 0, state: 1)
            accounts[name] = AccountRecords(identity: nil, state: state, version: version)
            return .made(version)
        }
    }

    fileprivate func remove(_ name: String) -> Bool {
        accounts.withLock { $0.removeValue(forKey: name) != nil }
    }

    /// Puts other records there, whatever is there now; none where `records` is nil.
    package func put(_ records: AccountRecords?, of name: String) {
        accounts.withLock { $0[name] = records }
    }
}

private final class MemoryAccount: StoredAccount {
    let path: String
    let excludesOthers = false
    private let storage: MemoryStorage

    init(_ name: String, in storage: MemoryStorage) {
        path = name
        self.storage = storage
    }

    func read(toChange: Bool) throws(AccountError) -> AccountRecords {
        storage.records(of: path)
            ?? AccountRecords(
                identity: nil, state: nil, version: AccountVersion(identity: 0, state: 0))
    }

    func swap(
        _ version: AccountVersion, identity: [UInt8]?, state: [UInt8]
    ) throws(AccountError) -> SwapAnswer {
        storage.swap(path, version, identity: identity, state: state)
    }

    func make(state: [UInt8]) throws(AccountError) -> SwapAnswer {
        storage.make(path, state: state)
    }

    func synchronize() throws(AccountError) {}
    func release() {}
    func remove() throws(AccountError) -> Bool { storage.remove(path) }
}

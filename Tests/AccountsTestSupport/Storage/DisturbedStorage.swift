package import Accounts

/// Another storage, in which something happens before and after each swap, and which may keep the answer to itself.
package final class DisturbedStorage: AccountStorage {
    /// What is answered in the place of what the storage answers.
    package enum Answers: Sendable {
        /// That.
        case asTheyAre
        /// Nobody knows, of each swap that was made or lost.
        case unknown
        /// Nobody knows, and of each swap the first is not made at all.
        case unknownAndLate
    }

    private let storage: any AccountStorage
    private let answers: Answers
    /// Runs before each swap of any account; is not run by what it does itself.
    package var beforeSwap: () throws(AccountError) -> Void = {}
    fileprivate var isInside = false

    package init(_ storage: any AccountStorage, answers: Answers = .asTheyAre) {
        self.storage = storage
        self.answers = answers
    }

    package func account(named name: String) throws(AccountError) -> any StoredAccount {
        DisturbedAccount(try storage.account(named: name), in: self)
    }

    package func names() throws(AccountError) -> [String] { try storage.names() }

    fileprivate func disturb() throws(AccountError) {
        guard !isInside else { return }
        isInside = true
        defer { isInside = false }
        try beforeSwap()
    }

    /// How many swaps were asked for.
    package private(set) var swaps = 0

    fileprivate func answer(
        to swap: () throws(AccountError) -> SwapAnswer
    ) throws(AccountError) -> SwapAnswer {
        try disturb()
        swaps += 1
        switch answers {
        case .asTheyAre: return try swap()
        case .unknown:
            _ = try swap()
            return .unknown
        case .unknownAndLate:
            if !swaps.isMultiple(of: 2) { _ = try swap() }
            return .unknown
        }
    }
}

private final class DisturbedAccount: StoredAccount {
    private let account: any StoredAccount
    private let storage: DisturbedStorage

    init(_ account: any StoredAccount, in storage: DisturbedStorage) {
        self.account = account
        self.storage = storage
    }

    var path: String { account.path }
    var excludesOthers: Bool { account.excludesOthers }

    func read(toChange: Bool) throws(AccountError) -> AccountRecords {
        try account.read(toChange: toChange)
    }

    func swap(
        _ version: AccountVersion, identity: [UInt8]?, state: [UInt8]
    ) throws(AccountError) -> SwapAnswer {
        try storage.answer { () throws(AccountError) in
            try account.swap(version, identity: identity, state: state)
        }
    }

    func make(state: [UInt8]) throws(AccountError) -> SwapAnswer {
        try storage.answer { () throws(AccountError) in try account.make(state: state) }
    }

    func synchronize() throws(AccountError) { try account.synchronize() }
    func release() { account.release() }
    func remove() throws(AccountError) -> Bool { try account.remove() }
}

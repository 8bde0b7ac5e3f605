package import Accounts
internal import Synchronization

/// Another storage, in which others write before or after each swap, and which may keep the answer to itself.
package final class DisturbedStorage: AccountStorage {
    /// What is answered in the place of what the storage answers.
    package enum Answers: Sendable {
        /// That.
        case asTheyAre
        /// Nobody knows.
        case unknown
        /// Nobody knows, and every other swap is not made at all.
        case unknownAndHalfMade
        /// Nobody knows, and none is made.
        case unknownAndNeverMade
        /// Others came first, always.
        case lost
    }

    /// What others do, shared by all that look at one storage.
    package final class Others: @unchecked Sendable {
        /// Runs before each swap, and after each; not for what they swap themselves.
        package var beforeSwap: () throws -> Void = {}
        package var afterSwap: () throws -> Void = {}
        /// Why one of them failed; nil where none did.
        package private(set) var failure: (any Error)?
        private var isInside = false

        package init() {}

        fileprivate func run(_ body: () throws -> Void) {
            guard !isInside else { return }
            isInside = true
            defer { isInside = false }
            do { try body() } catch { failure = error }
        }
    }

    private let storage: any AccountStorage
    private let answers: Answers
    private let others: Others
    private static let swaps = Atomic<Int>(0)

    package init(
        _ storage: any AccountStorage, answers: Answers = .asTheyAre, others: Others = Others()
    ) {
        self.storage = storage
        self.answers = answers
        self.others = others
    }

    package func account(named name: String) throws(AccountError) -> any StoredAccount {
        DisturbedAccount(try storage.account(named: name), in: self)
    }

    package func names() throws(AccountError) -> [String] { try storage.names() }

    fileprivate func answer(
        to swap: () throws(AccountError) -> SwapAnswer
    ) throws(AccountError) -> SwapAnswer {
        others.run(others.beforeSwap)
        defer { others.run(others.afterSwap) }
        switch answers {
        case .asTheyAre: return try swap()
        case .unknown: _ = try swap()
        case .unknownAndHalfMade:
            let count = Self.swaps.add(1, ordering: .relaxed).newValue
            if count.isMultiple(of: 2) { _ = try swap() }
        case .unknownAndNeverMade: break
        case .lost: return .lost
        }
        return .unknown
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

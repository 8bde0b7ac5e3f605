/// Where the accounts are kept; chosen when an ``AccountStore`` is opened.
///
/// A storage keeps sealed records and knows nothing of what they say. What is counted, compared and settled stands
/// above it and relies on nothing but what is promised here, so that hosts may share one. Not part of it are the
/// counts of a host (``HostSends``), caches and marks.
package protocol AccountStorage: AnyObject {
    /// The account of this name, whether or not there is one.
    func account(named name: String) throws(AccountError) -> any StoredAccount

    // For the command only: what the module never calls would still be part of it.
    #if !hasFeature(Embedded)
        /// The names of all accounts, also of those that were never completed, sorted by their bytes.
        func names() throws(AccountError) -> [String]
    #endif
}

/// One account in a storage.
///
/// Each operation throws where the storage is broken or away; nobody is let in then.
package protocol StoredAccount: AnyObject {
    /// What messages call it, such as its path.
    var path: String { get }

    /// Whether nobody else changes the account from ``read(toChange:)`` to ``release()``.
    ///
    /// No rule is laxer for it: who finds an attempt that was not settled then knows at once that its process died.
    var excludesOthers: Bool { get }

    /// Reads identity and state together, as they were at one moment.
    ///
    /// - Parameter toChange: Whether they are going to be swapped; a storage may keep others from changing them until
    ///   ``release()``.
    /// - Returns: What is there; nil for each record that is not.
    /// - Throws: where it cannot be read.
    func read(toChange: Bool) throws(AccountError) -> AccountRecords

    /// Puts other records into the place of those that were read: both, or the state alone where `identity` is nil;
    /// all of it or nothing.
    ///
    /// Only if both still are those that were read as `version`. What was made survives the end of this process.
    func swap(
        _ version: AccountVersion, identity: [UInt8]?, state: [UInt8]
    ) throws(AccountError) -> SwapAnswer

    /// Makes an account that has a state and no identity yet, with all the room that states need later.
    ///
    /// - Returns: lost where there is an identity or a state.
    func make(state: [UInt8]) throws(AccountError) -> SwapAnswer

    /// Waits until what was swapped survives a power cut.
    func synchronize() throws(AccountError)

    /// Lets others change the account; nothing happens where they may.
    func release()

    #if !hasFeature(Embedded)
        /// Removes the account, whatever is in it.
        ///
        /// - Returns: Whether there was one.
        func remove() throws(AccountError) -> Bool
    #endif
}

/// The sealed records of an account.
package struct AccountRecords {
    /// At most ``Identity/maximumSealedLength`` bytes; nil for somebody who never had anything.
    package let identity: [UInt8]?
    /// At most ``LoginState/maximumSealedLength`` bytes; nil where there is none, or none whole.
    package let state: [UInt8]?
    /// Which records these are.
    package let version: AccountVersion

    package init(identity: [UInt8]?, state: [UInt8]?, version: AccountVersion) {
        self.identity = identity
        self.state = state
        self.version = version
    }
}

/// Tells the records of one account from those before and after; what the numbers mean is the storage's business.
package struct AccountVersion: Equatable {
    package let identity: UInt64
    package let state: UInt64

    package init(identity: UInt64, state: UInt64) {
        self.identity = identity
        self.state = state
    }
}

/// What became of a swap.
package enum SwapAnswer: Equatable {
    /// It is stored, as this version.
    case made(AccountVersion)
    /// Others came first; nothing is stored.
    case lost
    /// Nobody knows: it may be stored, now or in a moment.
    case unknown
}

internal import Accounts
internal import Cryptography
internal import HostSystem
internal import LoginFlow
internal import Policy
internal import Vocabulary

/// What `sallyport status` says of one account.
struct AccountStatus: Encodable {
    /// Whether codes are taken.
    enum LockStatus: String, Encodable {
        case none
        case temporary
        case untilUnlocked
    }

    let user: String
    private(set) var devices: [String] = []
    /// Where codes are sent, masked: a table of all users is shown around more than one account.
    private(set) var contacts: [String] = []
    @Nullable private(set) var lastSuccess: Timestamp?
    /// Wrong codes since the last right one.
    private(set) var wrongCodes: UInt32 = 0
    private(set) var lock = LockStatus.none
    @Nullable private(set) var lockedUntil: Timestamp?
    /// Codes that were sent within the time of SendLimit.
    private(set) var codesSent = 0
    /// Codes that could not be sent of late.
    private(set) var codesNotSent = 0
    private(set) var recoveryCodesLeft = 0
    /// Sources that are asked for no code now.
    private(set) var trustedSources = 0
    /// Until when the ticket is good that the administrator handed out.
    @Nullable private(set) var ticketUntil: Timestamp?
    /// The same of the code that lets in once.
    @Nullable private(set) var bypassUntil: Timestamp?
    /// Why nothing else is known.
    @Nullable private(set) var error: String?
    /// The same, for the program.
    private(set) var cause: AccountError?

    /// What is said of a name that no user has: the user may be gone, or the directory away that knows them.
    static let unknownUser = "this system knows no such user now"

    private enum CodingKeys: CodingKey {
        case user, devices, contacts, lastSuccess, wrongCodes, lock, lockedUntil, codesSent
        case codesNotSent, recoveryCodesLeft, trustedSources, ticketUntil, bypassUntil, error
    }

    /// Reads the account of a user.
    ///
    /// - Returns: nil where the user has none.
    init?(
        of user: User, in accounts: borrowing AccountStore, on host: Host, at time: Int64
    ) {
        self.user = user.name
        let settings = host.settings(for: user)
        do throws(AccountError) {
            guard let account = try accounts.account(of: user) else { return nil }
            read(account, under: settings, at: time)
            trustedSources = account.state.trustedSources(of: user, under: host, at: time).count
        } catch {
            self.error = error.description
            cause = error
        }
    }

    /// An account whose user is not known, and with the user's id the means to open it.
    init(ofUnknownUser name: String) {
        user = name
        error = Self.unknownUser
    }

    private mutating func read(
        _ account: Account, under settings: Settings, at time: Int64
    ) {
        let state = account.state
        let contacts = account.identity.contacts
        devices = account.identity.devices.map(\.label)
        self.contacts = [contacts.email?.masked, contacts.phone?.masked]
            .compactMap { $0 }
        lastSuccess = Timestamp(ifAny: state.lastSuccessAt)
        wrongCodes = state.failuresSinceSuccess
        recoveryCodesLeft = account.identity.recovery.map(state.unusedCount) ?? 0
        ticketUntil = Timestamp(of: state.ticket, at: time)
        bypassUntil = Timestamp(of: state.bypass, at: time)
        codesSent = state.sendCount(within: Int64(settings.sendLimit.period), at: time)
        codesNotSent = state.failedSendCount(at: time)
        switch state.lock(at: time, limits: settings.limits) {
        case nil: break
        case .temporary(let remaining):
            lock = .temporary
            lockedUntil = Timestamp(time + remaining)
        case .untilUnlocked: lock = .untilUnlocked
        }
    }
}

extension AccountStatus {
    /// Whether it is known that nothing opens with the key in KeyFile.
    var hasWrongKey: Bool {
        if case .wrongKey = cause { true } else { false }
    }

    /// Whether nothing helps but to remove the account.
    var isDamaged: Bool {
        switch cause {
        case .damaged, .cryptography(.notAuthentic, _): true
        case .system, .cryptography, .wrongKey, .version, .contended, .unsettled, .locked, .invalid,
            nil:
            false
        }
    }

    /// The titles of ``cells``.
    static let header = [
        "USER", "DEVICES", "CONTACTS", "LAST SUCCESS", "WRONG CODES", "LOCKED", "SENT",
        "RECOVERY CODES", "TRUSTED", "HANDED OUT",
    ]

    /// The row of a table.
    var cells: [String] {
        guard error == nil else {
            return [user, "cannot be read"] + Array(repeating: "-", count: 8)
        }
        return [
            user, devices.isEmpty ? "none" : devices.joined(separator: ", "),
            contacts.isEmpty ? "none" : contacts.joined(separator: ", "),
            lastSuccess?.description ?? "never", String(wrongCodes), lockCell, sentCell,
            String(recoveryCodesLeft), String(trustedSources), handedOutCell,
        ]
    }

    private var sentCell: String {
        codesNotSent == 0 ? String(codesSent) : "\(codesSent), \(codesNotSent) failed"
    }

    private var handedOutCell: String {
        let passes = [("ticket", ticketUntil), ("bypass", bypassUntil)]
        let parts = passes.compactMap { name, until in until.map { "\(name) until \($0)" } }
        return parts.isEmpty ? "-" : parts.joined(separator: ", ")
    }

    private var lockCell: String {
        switch lock {
        case .none: "no"
        case .temporary: "until \(lockedUntil?.description ?? "-")"
        case .untilUnlocked: "until unlocked"
        }
    }
}

extension Timestamp {
    /// Until when a code that was handed out is good; nil where it is not.
    fileprivate init?(of pass: OneTimePass?, at time: Int64) {
        guard let pass, pass.isLive(at: time) else { return nil }
        self.init(pass.expiresAt)
    }
}

internal import Accounts
internal import Cryptography
internal import HostSystem
internal import LoginFlow
internal import Policy
internal import TextCoding
internal import Vocabulary

/// What `sallyport status` says of one account; what is not known of it is nil.
struct AccountStatus: Encodable {
    /// Whether codes are taken.
    enum LockStatus: String, Encodable {
        case none
        case temporary
        case untilUnlocked
    }

    let user: String
    @Nullable private(set) var devices: [String]?
    /// Where codes are sent, masked: a table of all users is shown around more than one account.
    @Nullable private(set) var contacts: [String]?
    @Nullable private(set) var lastLogin: LastLogin?
    /// Wrong codes since the last right one.
    @Nullable private(set) var wrongCodes: UInt32?
    /// Not known while the policy is broken, as all that is counted or lasts as it says.
    @Nullable private(set) var lock: LockStatus?
    @Nullable private(set) var lockedUntil: Timestamp?
    /// Codes that were sent within the time of SendLimit.
    @Nullable private(set) var codesSent: Int?
    /// Codes that could not be sent of late.
    @Nullable private(set) var codesNotSent: Int?
    @Nullable private(set) var recoveryCodesLeft: Int?
    /// Sources that are asked for no code now.
    @Nullable private(set) var trustedSources: Int?
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
        case user, devices, contacts, lastLogin, wrongCodes, lock, lockedUntil, codesSent
        case codesNotSent, recoveryCodesLeft, trustedSources, ticketUntil, bypassUntil, error
    }

    /// Reads the account of a user; nil where there is none.
    ///
    /// - Parameters:
    ///   - user: Whose account it is.
    ///   - accounts: The accounts of this host.
    ///   - host: This host under its policy; nil while that is broken.
    ///   - time: Now, in seconds since 1970.
    init?(
        of user: User, in accounts: borrowing AccountStore, on host: Host?, at time: Int64
    ) {
        self.user = user.name
        do throws(AccountError) {
            guard let account = try accounts.account(of: user) else { return nil }
            read(account, at: time)
            guard let host else { return }
            judge(account.state, under: host.settings(for: user), at: time)
            trustedSources = account.state.trustedSources(of: user, under: host, at: time).count
        } catch {
            self.error = error.description
            cause = error
        }
    }

    /// An account whose user is not known, and with the user's id the means to open it.
    init(ofUnknownUser name: String) {
        self.init(of: name, Self.unknownUser)
    }

    /// An account that nobody can open now.
    init(of name: String, _ error: String) {
        user = name
        self.error = error
    }

    /// What the account itself says.
    private mutating func read(_ account: Account, at time: Int64) {
        let state = account.state
        let contacts = account.identity.contacts
        devices = account.identity.devices.map(\.label)
        self.contacts = [contacts.email?.masked, contacts.phone?.masked]
            .compactMap { $0 }
        lastLogin = LastLogin(state, of: account.identity.devices)
        wrongCodes = state.failuresSinceSuccess
        codesNotSent = state.failedSendCount(at: time)
        recoveryCodesLeft = account.identity.recovery.map(state.unusedCount) ?? 0
        ticketUntil = Timestamp(of: state.ticket, at: time)
        bypassUntil = Timestamp(of: state.bypass, at: time)
    }

    /// What it comes to under the policy.
    private mutating func judge(_ state: LoginState, under settings: Settings, at time: Int64) {
        codesSent = state.sendCount(within: Int64(settings.sendLimit.period), at: time)
        switch state.lock(at: time, limits: settings.limits) {
        case nil: lock = LockStatus.none
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
}

/// The last time a code of somebody's was accepted, as far as the account knows.
struct LastLogin: Encodable {
    let time: Timestamp
    /// The method of the code; nil for one that no device made, of which the account keeps no more than the time.
    @Nullable private(set) var method: String?
    /// The label of the device that made it; nil likewise, and where it was revoked since.
    @Nullable private(set) var device: String?
    /// The address it came from; nil where that is not kept: it is for as long as the source is trusted.
    @Nullable private(set) var address: String?
    /// The PAM service; nil likewise.
    @Nullable private(set) var service: String?

    /// - Returns: nil where none was.
    init?(_ state: LoginState, of devices: [Device]) {
        guard let time = Timestamp(ifAny: state.lastSuccessAt) else { return nil }
        self.time = time
        let used = devices.first { state.device($0).lastUsedAt == state.lastSuccessAt }
        method = used?.method.name
        device = used?.label
        let source = state.trusts.first { $0.grantedAt == state.lastSuccessAt }?.source
        if case .address(let address) = source?.origin { self.address = address.text }
        if let name = source?.service, !name.isEmpty {
            service = String(decoding: name, as: UTF8.self)
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

internal import Accounts
internal import HostSystem
internal import Policy
internal import TextCoding
internal import Vocabulary

/// What `sallyport trust list` says of one source.
struct TrustedSource: Encodable {
    let user: String
    let address: String
    /// The fingerprint of the key that was the first factor, as `ssh-keygen -l` shows it.
    @Nullable private(set) var key: String?
    let granted: Timestamp
    let until: Timestamp

    /// - Returns: nil for a source that is asked for a code now.
    init?(_ trust: Trust, of user: User, under host: Host, at time: Int64) {
        let address = trust.source.address.text
        let settings = host.settings(
            for: user, from: address, with: trust.source.key.isEmpty ? [] : ["publickey"])
        let period = Int64(settings.trustPeriod)
        guard trust.holds(period: period, at: time) else { return nil }
        self.user = user.name
        self.address = address
        if !trust.source.key.isEmpty { key = Self.fingerprint(trust.source.key) }
        granted = Timestamp(trust.grantedAt)
        until = Timestamp(min(trust.expiresAt, trust.grantedAt &+ period))
    }

    /// A digest as OpenSSH writes it: Base64 without padding.
    private static func fingerprint(_ digest: [UInt8]) -> String {
        "SHA256:" + Base64.encode(digest.span).prefix { $0 != "=" }
    }

    /// The titles of ``cells``.
    static let header = ["USER", "ADDRESS", "KEY", "GRANTED", "UNTIL"]

    /// The row of a table.
    var cells: [String] { [user, address, key ?? "none", granted.description, until.description] }
}

extension LoginState {
    /// The sources that are asked for no code now.
    func trustedSources(of user: User, under host: Host, at time: Int64) -> [TrustedSource] {
        trusts.compactMap { TrustedSource($0, of: user, under: host, at: time) }
    }
}

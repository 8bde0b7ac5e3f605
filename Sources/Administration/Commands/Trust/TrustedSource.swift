internal import Accounts
internal import HostSystem
internal import Policy
internal import TextCoding
internal import Vocabulary

/// What `sallyport trust list` says of one source.
struct TrustedSource: Encodable {
    let user: String
    /// The address; nil for a session.
    @Nullable private(set) var address: String?
    /// The number of the session; nil for an address.
    @Nullable private(set) var session: UInt32?
    /// The fingerprint of the key that was the first factor, as `ssh-keygen -l` shows it.
    @Nullable private(set) var key: String?
    /// The PAM service that asked for the code; nil where it told no name.
    @Nullable private(set) var service: String?
    let granted: Timestamp
    let until: Timestamp

    /// - Returns: nil for a source that is asked for a code now.
    init?(_ trust: Trust, of user: User, under host: Host, at time: Int64) {
        let source = trust.source
        let service = String(bytes: source.service)
        let address: String?
        let session: UInt32?
        switch source.origin {
        case .address(let origin): (address, session) = (origin.text, nil)
        case .session(let origin):
            guard origin.isOfThisBoot else { return nil }
            (address, session) = (nil, origin.number)
        }
        let terms = host.settings(
            for: user, of: service, from: address, with: source.key.isEmpty ? [] : ["publickey"]
        ).trustTerms
        guard trust.holds(under: terms, at: time) else { return nil }
        self.user = user.name
        self.address = address
        self.session = session
        self.service = service.isEmpty ? nil : service
        if !trust.source.key.isEmpty { key = Self.fingerprint(trust.source.key) }
        granted = Timestamp(trust.grantedAt)
        until = Timestamp(min(trust.expiresAt, trust.grantedAt &+ terms.period))
    }

    /// A digest as OpenSSH writes it: Base64 without padding.
    private static func fingerprint(_ digest: [UInt8]) -> String {
        "SHA256:" + Base64.encode(digest.span).prefix { $0 != "=" }
    }

    /// The titles of ``cells``.
    static let header = ["USER", "SOURCE", "KEY", "SERVICE", "GRANTED", "UNTIL"]

    /// The row of a table.
    var cells: [String] {
        [
            user, address ?? session.map { "session \($0)" } ?? "none", key ?? "none",
            service ?? "none", granted.description, until.description,
        ]
    }
}

extension LoginState {
    /// The sources that are asked for no code now.
    func trustedSources(of user: User, under host: Host, at time: Int64) -> [TrustedSource] {
        trusts.compactMap { TrustedSource($0, of: user, under: host, at: time) }
    }
}

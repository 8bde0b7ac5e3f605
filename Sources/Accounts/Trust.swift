package import Vocabulary

/// Where a login comes from, and with which key.
package struct LoginSource: Equatable {
    /// The address, as the application tells it; never a name.
    package let address: NetworkAddress
    /// The SHA-256 fingerprint of the public key that was the first factor; empty for a login without one.
    ///
    /// With several keys it is that of all, one after the other.
    package let key: [UInt8]

    package init(address: NetworkAddress, key: [UInt8]) {
        self.address = address
        self.key = key
    }

    /// The network that a notice about new sources looks at: an IPv4 address as it is, and the first 64
    /// bits of an IPv6 address, whose rest many machines change daily (RFC 8981).
    var network: Int64 {
        let bits = address.mappedBits
        return Int64(truncatingIfNeeded: bits >> 32 == 0xffff ? bits : bits >> 64)
    }
}

/// A source that has shown a code lately and is not asked again for a while.
package struct Trust: Equatable {
    /// How many an account keeps; the oldest go first.
    static let maximumCount = 8

    /// What is trusted.
    package let source: LoginSource
    /// When the code was shown, in seconds since 1970.
    package let grantedAt: Int64
    /// Until when no other is asked for, in seconds since 1970.
    package let expiresAt: Int64

    /// Whether it holds under the TrustPeriod of now, in seconds.
    ///
    /// Not before it was granted: a clock set back prolongs nothing. Never of a link-local address: every network
    /// has the same ones, and which network it was is not part of it.
    package func holds(period: Int64, at time: Int64) -> Bool {
        !source.address.isLinkLocal && time >= grantedAt && time - grantedAt < period
            && time < expiresAt
    }
}

extension LoginState {
    /// How many networks are kept that logins came from.
    static let maximumSources = 16

    /// Whether a source is trusted.
    ///
    /// - Parameters:
    ///   - source: Where the login comes from.
    ///   - binding: TrustBinds of the policy.
    ///   - period: TrustPeriod of the policy, in seconds.
    ///   - time: Now, in seconds since 1970.
    /// - Returns: Whether it has shown a code lately, as the policy of now sees it.
    package func trusts(
        _ source: LoginSource, binding: TrustBinding, period: Int64, at time: Int64
    ) -> Bool {
        trusts.contains { trust in
            let isSame =
                switch binding {
                case .address: trust.source.address == source.address
                case .addressAndKey: trust.source == source
                }
            return isSame && trust.holds(period: period, at: time)
        }
    }

    /// Trusts a source that has shown a code; see ``Trust/holds(period:at:)`` for those that are never.
    mutating func trust(_ source: LoginSource, for period: Int64, at time: Int64) {
        guard !source.address.isLinkLocal else { return }
        var kept = [Trust(source: source, grantedAt: time, expiresAt: time + period)]
        for trust in trusts where kept.count < Trust.maximumCount {
            if trust.source != source, trust.holds(period: .max, at: time) { kept.append(trust) }
        }
        trusts = kept
    }

    /// Keeps where an accepted login came from.
    ///
    /// - Returns: Whether none of those kept came from there. The first ever is not new: there is
    ///   nothing to compare it with.
    mutating func note(_ source: LoginSource) -> Bool {
        let network = source.network
        let isNew = !sources.isEmpty && !sources.contains(network)
        var kept = [network]
        for other in sources where other != network && kept.count < Self.maximumSources {
            kept.append(other)
        }
        sources = kept
        return isNew
    }
}

extension AccountEdit {
    /// Ends the trust in some sources, or in all.
    ///
    /// - Returns: In how many.
    package mutating func endTrust(
        _ isMeant: @escaping (Trust) -> Bool = { _ in true }
    ) -> Int {
        let before = state.trusts.count
        _ = change { state in
            state.trusts.removeAll(where: isMeant)
            return true
        }
        return before - state.trusts.count
    }
}

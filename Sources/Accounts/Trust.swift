package import HostSystem
package import Vocabulary

/// Where a login comes from, with which key, and to which service.
///
/// A class, since copying it would be much of the module's code.
package final class LoginSource {
    /// Where a login comes from.
    package enum Origin: Equatable {
        /// Another host, by its address as the application tells it; never by a name.
        case address(NetworkAddress)
        /// A session of this host.
        case session(AuditSession)
    }

    /// The most bytes of a service's name that are kept.
    static let maximumServiceLength = 32

    /// Whether it is a session of this host.
    let isSession: Bool
    /// The address as ``NetworkAddress/mappedBits``, or the session.
    let bits: UInt128
    /// The SHA-256 fingerprint of the public key that was the first factor; empty for a login without one.
    ///
    /// With several keys it is that of all, one after the other.
    package let key: [UInt8]
    /// The name of the PAM service; empty where it is not known, or too long to be kept.
    package let service: [UInt8]

    package convenience init(_ origin: Origin, key: [UInt8], service: [UInt8]) {
        switch origin {
        case .address(let address):
            self.init(isSession: false, address.mappedBits, key: key, service: service)
        case .session(let session):
            self.init(isSession: true, session.bits, key: key, service: service)
        }
    }

    // Not inlined: the login and the record make one.
    @inline(never)
    init(isSession: Bool, _ bits: UInt128, key: [UInt8], service: [UInt8]) {
        self.isSession = isSession
        self.bits = bits
        self.key = key
        self.service = service.count > Self.maximumServiceLength ? [] : service
    }

    /// The network that a notice about new sources looks at: an IPv4 address as it is, and the first 64
    /// bits of an IPv6 address, whose rest many machines change daily (RFC 8981).
    ///
    /// nil for a session.
    var network: Int64? {
        guard !isSession else { return nil }
        return Int64(truncatingIfNeeded: bits >> 32 == 0xffff ? bits : bits >> 64)
    }

    /// Where it comes from.
    package var origin: Origin {
        isSession
            ? .session(AuditSession(bits: bits)) : .address(NetworkAddress(mappedBits: bits))
    }

    /// Whether all is known that a source must show to be trusted.
    ///
    /// Never of a link-local address: every network has the same ones, and which network it was is not known.
    package func isKnown(for binding: TrustBinding) -> Bool {
        guard !binding.has(isSession ? .address : .session),
            isSession || !NetworkAddress(mappedBits: bits).isLinkLocal
        else { return false }
        return !binding.has(.service) || !service.isEmpty
    }
}

/// A source that has shown a code lately and is not asked again for a while.
package struct Trust: Equatable {
    /// How many an account keeps of addresses, and how many of sessions; the oldest go first.
    static let maximumCount = 8

    /// What is trusted.
    package let source: LoginSource
    /// When the code was shown, in seconds since 1970.
    package let grantedAt: Int64
    /// Until when no other is asked for, in seconds since 1970.
    package let expiresAt: Int64

    /// Whether it holds as the policy is now.
    ///
    /// Not before it was granted: a clock set back prolongs nothing.
    package func holds(under terms: TrustTerms, at time: Int64) -> Bool {
        source.isKnown(for: terms.binding) && isLive(at: time) && time - grantedAt < terms.period
    }

    fileprivate func isLive(at time: Int64) -> Bool { time >= grantedAt && time < expiresAt }
}

extension LoginSource: Equatable {
    package static func == (one: LoginSource, other: LoginSource) -> Bool {
        one.isSame(as: other, under: .everything)
    }

    /// Whether another has the same of all that a source must show again.
    fileprivate func isSame(as other: LoginSource, under binding: TrustBinding) -> Bool {
        isSession == other.isSession && bits == other.bits
            && (!binding.has(.key) || key == other.key)
            && (!binding.has(.service) || service == other.service)
    }
}

extension LoginState {
    /// How many networks are kept that logins came from.
    static let maximumSources = 16

    /// Whether a source is trusted.
    ///
    /// - Parameters:
    ///   - source: Where the login comes from.
    ///   - terms: What the policy says of it now.
    ///   - time: Now, in seconds since 1970.
    /// - Returns: Whether it has shown a code lately, as the policy of now sees it.
    package func trusts(_ source: LoginSource, under terms: TrustTerms, at time: Int64) -> Bool {
        trusts.contains { trust in
            trust.source.isSame(as: source, under: terms.binding)
                && trust.holds(under: terms, at: time)
        }
    }

    /// Trusts a source that has shown a code, where all is known of it that it must show again.
    mutating func trust(_ source: LoginSource, under terms: TrustTerms, at time: Int64) {
        guard terms.period > 0, source.isKnown(for: terms.binding) else { return }
        var kept = [Trust(source: source, grantedAt: time, expiresAt: time + terms.period)]
        // Of each kind for itself: many sessions put no address out of its place.
        for trust in trusts where trust.source != source && trust.isLive(at: time) {
            let kind = trust.source.isSession
            guard kept.count(where: { $0.source.isSession == kind }) < Trust.maximumCount else {
                continue
            }
            kept.append(trust)
        }
        trusts = kept
    }

    /// Keeps where an accepted login came from.
    ///
    /// - Returns: Whether none of those kept came from there. The first ever is not new: there is
    ///   nothing to compare it with.
    mutating func note(_ source: LoginSource) -> Bool {
        guard let network = source.network else { return false }
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

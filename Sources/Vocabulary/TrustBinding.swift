internal import TextCoding

/// What a source must show again to be trusted without a code: one or more parts.
package struct TrustBinding: Equatable, Sendable {
    /// One bit for each part.
    package let parts: UInt8

    package init(parts: UInt8) { self.parts = parts }

    /// The same public key, or none.
    package static var key: TrustBinding { TrustBinding(parts: 1) }
    /// The same PAM service.
    package static var service: TrustBinding { TrustBinding(parts: 2) }
    /// The same address.
    package static var address: TrustBinding { TrustBinding(parts: 4) }
    /// The same session of the kernel's audit.
    package static var session: TrustBinding { TrustBinding(parts: 8) }
    /// All parts.
    package static var everything: TrustBinding { TrustBinding(parts: 15) }

    /// What is bound where nobody says otherwise: address, key and service.
    package static var standard: TrustBinding { TrustBinding(parts: 7) }

    /// What a policy may name, by its place in ``names``.
    ///
    /// No login tells both an address and a session, and one with a session tells no key.
    package init(nameAt index: Int) {
        let place = UInt8(truncatingIfNeeded: index)
        parts = place < 4 ? 4 | place : 8 | (place & 1) << 1
    }

    /// The names that a policy may have.
    package static var names: [String] {
        [
            "address", "address+key", "address+service", "address+key+service", "session",
            "session+service",
        ]
    }

    /// The names of its parts as one writes them in a policy; also where none could name them together.
    package var name: String {
        let parts = [
            (TrustBinding.address, "address"), (.session, "session"), (.key, "key"),
            (.service, "service"),
        ]
        var text = ""
        for (part, name) in parts where has(part) {
            text = text.isEmpty ? name : compact("\(text)+\(name)")
        }
        return text
    }

    /// Whether all parts of another are parts of this one.
    package func has(_ part: TrustBinding) -> Bool { parts & part.parts == part.parts }

    /// What must be shown where both must be.
    package func joined(with other: TrustBinding) -> TrustBinding {
        TrustBinding(parts: parts | other.parts)
    }
}

/// For how long a source is trusted, and what it must show again.
package struct TrustTerms: Sendable {
    /// What it must show again: TrustBinds of the policy.
    package let binding: TrustBinding
    /// For how many seconds: TrustPeriod of the policy; 0 for not at all.
    package let period: Int64

    package init(_ binding: TrustBinding, for period: Int64) {
        self.binding = binding
        self.period = period
    }

    /// Nobody is trusted.
    package static var never: TrustTerms { TrustTerms(.standard, for: 0) }
}

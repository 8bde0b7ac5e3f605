/// A value of the policy that this version understands and cannot carry out.
package struct UnavailableValue: Sendable {
    /// The keyword.
    package let keyword: Keyword
    /// The value, or the part of it that is not available.
    package let value: String
    /// Which logins are refused for it.
    package let consequence: String

    /// What is not available, for a log line or a person.
    package var message: String {
        compact("\(keyword.name): \(value) is not available in this version; \(consequence)")
    }
}

// The one place that knows what comes later. Whoever adds such a feature takes its line from here.
extension Settings {
    /// What a keyword asks for that this version does not have; a login that needs it is refused.
    ///
    /// A login needs `Methods` when it looks for a method, `Unenrolled` when its account has none,
    /// `TrustPeriod` always, and `Recipients` when a code is to be sent.
    package func unavailableValues(of keyword: Keyword) -> [UnavailableValue] {
        func unavailable(_ value: String, _ consequence: String) -> UnavailableValue {
            UnavailableValue(keyword: keyword, value: value, consequence: consequence)
        }
        switch keyword {
        case .methods:
            return methods.filter { !$0.isAvailable }.map { method in
                unavailable(method.name, "a login that has no other method is refused")
            }
        case .unenrolled where unenrolledUntilDeadline == .enrol:
            return [
                unavailable(
                    unenrolledUntilDeadline.name,
                    "a login without an enrolled device is refused"
                )
            ]
        case .trustPeriod where trustPeriod != 0:
            return [
                unavailable(
                    TimeFormat.text(trustPeriod),
                    "every login that would need a code is refused"
                )
            ]
        case .recipients:
            let value: String
            switch recipients {
            case .account: return []
            case .topic: value = "topic"
            case .directory: value = "ldap"
            }
            return [unavailable(value, "a login that would send a code is refused")]
        default:
            return []
        }
    }
}

extension Method {
    /// Whether this version can carry out the method.
    package var isAvailable: Bool {
        switch self {
        case .totp, .hotp, .recovery: true
        case .email, .sms, .dingtalk, .screen: false
        }
    }
}

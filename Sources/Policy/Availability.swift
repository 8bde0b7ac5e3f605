internal import HostSystem

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
    /// A login needs `Unenrolled` when its account has no method, and `TrustPeriod` always.
    package func unavailableValues(of keyword: Keyword) -> [UnavailableValue] {
        func unavailable(_ value: String, _ consequence: String) -> UnavailableValue {
            UnavailableValue(keyword: keyword, value: value, consequence: consequence)
        }
        switch keyword {
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
        default:
            return []
        }
    }
}

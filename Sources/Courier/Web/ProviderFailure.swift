internal import HostSystem

/// What a provider answered instead of sending the message.
struct ProviderFailure {
    /// The status of HTTP.
    let status: Int
    /// The provider's code, where it gave one.
    let code: String?
    /// The provider's own words, where it gave any.
    let text: String?

    /// Puts the failure into words.
    ///
    /// - Parameters:
    ///   - meanings: What the codes mean that an administrator can do something about.
    ///   - secrets: What must not get into a log, though a provider may repeat it: the code, whole addresses.
    /// - Returns: What to do about it as far as that is known, and in brackets what the provider said.
    func error(
        _ meanings: [(code: String, meaning: String)], hiding secrets: [String]
    ) -> DeliveryError {
        var reason = "the provider refused"
        if let code, let known = meanings.first(where: { $0.code.hasSameBytes(as: code) }) {
            reason = known.meaning
        }
        var details = ["HTTP \(status)"]
        if let code { details.append(printable(hiding(secrets, in: code), limit: 60)) }
        if let text { details.append(printable(hiding(secrets, in: text))) }
        var detail = ""
        for part in details { detail += detail.utf8.isEmpty ? part : ", " + part }
        return DeliveryError("\(reason) (\(detail))")
    }
}

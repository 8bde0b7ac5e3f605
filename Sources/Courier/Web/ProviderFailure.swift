internal import TextCoding

/// What a provider answered instead of sending the message.
struct ProviderFailure {
    /// The status of HTTP.
    let status: Int
    /// The provider's code, where it gave one.
    let code: String?
    /// The provider's own words, where it gave any.
    let text: String?

    /// Says what the failure leaves of the message, and why.
    ///
    /// - Parameters:
    ///   - isRefusal: Whether it is documented that nothing was sent where an answer has this code, though its
    ///     status is that of a success.
    ///   - meanings: What the codes mean that an administrator can do something about.
    ///   - secrets: What must not get into a log, though a provider may repeat it: the code, whole addresses.
    /// - Returns: The error, with the words of ``reason(_:hiding:otherwise:)``.
    func error(
        isRefusal: Bool, _ meanings: [(code: String, meaning: String)], hiding secrets: [String]
    ) -> SendingError {
        let error = SendingError(status: status, isRefusal: isRefusal, "")
        let usual =
            error.isUnknown ? "the provider does not say that it took it" : "the provider refused"
        return error.with(reason(meanings, hiding: secrets, otherwise: usual))
    }

    /// Puts the failure into words.
    ///
    /// - Parameters:
    ///   - meanings: As above.
    ///   - secrets: As above.
    ///   - usual: What to say of a code that is none of those.
    /// - Returns: What to do about it as far as that is known, and in brackets what the provider said.
    func reason(
        _ meanings: [(code: String, meaning: String)], hiding secrets: [String],
        otherwise usual: String
    ) -> String {
        var reason = usual
        if let code, let known = meanings.first(where: { $0.code.hasSameBytes(as: code) }) {
            reason = known.meaning
        }
        var details = [compact("HTTP \(status)")]
        if let code { details.append(printable(hiding(secrets, in: code), limit: 60)) }
        if let text { details.append(printable(hiding(secrets, in: text))) }
        var detail = ""
        for part in details { detail += detail.utf8.isEmpty ? part : ", " + part }
        return compact("\(reason) (\(detail))")
    }
}

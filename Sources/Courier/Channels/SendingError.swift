/// Why a message is not known to have been sent.
///
/// Whoever makes one says which of both it is, and there is no third: what is unknown counts as sent, so only
/// what is certain is `notSent`.
package enum SendingError: Error {
    /// It is certain that nothing was sent; why, as in ``DeliveryError/reason``.
    case notSent(String)
    /// It may have been sent, and nobody knows; why, likewise.
    case unknown(String)

    /// What an answer of HTTP that is no success leaves of the message it answers.
    ///
    /// - Parameters:
    ///   - status: The status of the answer.
    ///   - isRefusal: Whether what the answer says is a refusal that the provider documents. It counts where
    ///     the status is that of a success only: of a request that a server failed at nobody knows how far it
    ///     came.
    ///   - reason: Why, in words.
    init(status: Int, isRefusal: Bool, _ reason: String) {
        switch status {
        case 400...499: self = .notSent(reason)
        case 200...299 where isRefusal: self = .notSent(reason)
        default: self = .unknown(reason)
        }
    }

    /// The reason.
    package var reason: String {
        switch self {
        case .notSent(let reason), .unknown(let reason): reason
        }
    }

    /// Whether nobody knows.
    var isUnknown: Bool {
        switch self {
        case .notSent: false
        case .unknown: true
        }
    }

    /// The same with another reason.
    func with(_ reason: String) -> SendingError {
        switch self {
        case .notSent: .notSent(reason)
        case .unknown: .unknown(reason)
        }
    }
}

/// Does what comes before a message is sent: where that fails, nothing was.
func preparing<Value: ~Copyable>(
    _ value: @autoclosure () throws(DeliveryError) -> Value
) throws(SendingError) -> Value {
    do throws(DeliveryError) { return try value() } catch { throw .notSent(error.reason) }
}

/// Asks somebody for what is needed before a message is sent: however that fails, nothing was.
func asking<Value>(
    _ value: @autoclosure () throws(SendingError) -> Value
) throws(DeliveryError) -> Value {
    do throws(SendingError) { return try value() } catch { throw DeliveryError(error.reason) }
}

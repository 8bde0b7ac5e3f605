internal import Cryptography
internal import JSON
internal import TextCoding

extension Transfer.Response {
    /// The body as JSON.
    ///
    /// - Throws: where it is none, as the error page of a proxy is not. What is not understood is no refusal.
    func json() throws(SendingError) -> JSON {
        do throws(DeliveryError) {
            return try JSON(providers: body)
        } catch {
            throw SendingError(
                status: status, isRefusal: false,
                compact("the answer is not JSON (HTTP \(status)): is the endpoint right?"))
        }
    }
}

extension JSON {
    /// The longest text read, in bytes.
    private static let limit = 64 * 1024

    /// Reads what a provider answers, or a template for it.
    convenience init(providers text: [UInt8]) throws(DeliveryError) {
        do throws(JSONError) {
            try self.init(parsing: text.span, limit: Self.limit)
        } catch {
            throw DeliveryError(error.reason)
        }
    }

    /// The text to send.
    func text() throws(DeliveryError) -> [UInt8] {
        guard let text = serialised() else { throw DeliveryError("no memory for JSON") }
        return text
    }
}

/// A signature, or why there is none.
func signed(
    _ sign: () throws(CryptographyError) -> String
) throws(DeliveryError) -> String {
    do throws(CryptographyError) {
        return try sign()
    } catch {
        throw DeliveryError("the request was not signed: \(error.description)")
    }
}

internal import Cryptography
internal import TextCoding

extension Transfer.Response {
    /// The body as JSON.
    ///
    /// - Throws: where it is none, as the error page of a proxy is not. What is not understood is no refusal.
    func json() throws(SendingError) -> JSON {
        do throws(DeliveryError) {
            return try JSON(parsing: body)
        } catch {
            throw SendingError(
                status: status, isRefusal: false,
                compact("the answer is not JSON (HTTP \(status)): is the endpoint right?"))
        }
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

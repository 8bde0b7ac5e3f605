internal import Cryptography

extension Transfer.Response {
    /// The body as JSON.
    ///
    /// - Throws: ``DeliveryError`` where it is none, as the error page of a proxy is not.
    func json() throws(DeliveryError) -> JSON {
        do throws(DeliveryError) {
            return try JSON(parsing: body)
        } catch {
            throw DeliveryError("the answer is not JSON (HTTP \(status)): is the endpoint right?")
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

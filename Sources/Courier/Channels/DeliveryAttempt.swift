internal import Cryptography
package import HostSystem

/// What a channel is given besides the message and who gets it.
package struct DeliveryAttempt {
    /// When the channel must be done.
    package let deadline: Deadline
    /// The certificates of the authorities to trust; nil for those of libcurl.
    package let caFile: String?
    /// Where the steps are told.
    package let steps: StepLog

    /// The libraries that a web service needs.
    func webService() throws(DeliveryError) -> WebService {
        // First: the libcrypto that it brings is then the one that is found, and this process has no two.
        let curl = try LibCurl()
        let cryptography: LibCrypto
        do throws(CryptographyError) { cryptography = try LibCrypto() } catch {
            throw DeliveryError(error.description)
        }
        return WebService(
            curl: curl, cryptography: cryptography, deadline: deadline, caFile: caFile,
            steps: steps)
    }
}

internal import Cryptography
internal import HostSystem

/// What the channels of web services need for their requests.
struct WebService {
    /// The libcurl that sends.
    let curl: LibCurl
    /// What hashes and signs.
    let cryptography: LibCrypto
    /// When all must be done.
    let deadline: Deadline
    /// The certificates of the authorities to trust; nil for those of libcurl.
    let caFile: String?
    /// Where the steps are told.
    let steps: StepLog

    /// Sends a POST.
    ///
    /// - Parameters:
    ///   - server: To whom.
    ///   - path: Where, encoded, from the slash on; nil for the path of the server's URL.
    ///   - headers: Lines `Name: value`, the type of the body among them.
    ///   - body: What.
    ///   - prepare: Sets what else this request needs.
    /// - Returns: The answer, whatever its status.
    /// - Throws: ``DeliveryError`` where there is no answer.
    func post(
        to server: ServerURL, path: String?, headers: [String], body: [UInt8],
        _ prepare: (borrowing Transfer) throws(TransferError) -> Void = { _ in }
    ) throws(DeliveryError) -> Transfer.Response {
        do throws(TransferError) {
            let transfer = try Transfer(
                curl, server: server, path: path, caFile: caFile, deadline: deadline)
            // Without this an old libcurl asks first whether a longer body is welcome, and waits a second.
            try transfer.setHeaders(headers + ["Expect:"])
            try transfer.setBody(body)
            try prepare(transfer)
            let response = try transfer.perform()
            guard transfer.hasWholeHeader else {
                throw TransferError(
                    .closed, "\(server.authority): the connection ended too early")
            }
            return response
        } catch {
            throw DeliveryError(error.message)
        }
    }

    /// The time of day, in seconds since 1970.
    func now() throws(DeliveryError) -> Int64 {
        guard let now = SystemClock.now() else { throw DeliveryError("the system has no clock") }
        return now
    }
}

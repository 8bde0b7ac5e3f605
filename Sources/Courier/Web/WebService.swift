internal import Cryptography
internal import HostSystem
internal import TextCoding

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
    /// - Throws: where there is no answer: `.notSent` where nothing of the request left, or the status of half an
    ///   answer refuses it.
    func post(
        to server: ServerURL, path: String?, headers: [String], body: [UInt8],
        _ prepare: (borrowing Transfer) throws(TransferError) -> Void = { _ in }
    ) throws(SendingError) -> Transfer.Response {
        try exchange(
            with: server, try preparing(try request(to: server, path, headers, body, prepare)))
    }

    /// Sends a GET that changes nothing: where it fails, nothing was sent.
    ///
    /// - Returns: The answer, whatever its status.
    func get(from server: ServerURL, path: String) throws(SendingError) -> Transfer.Response {
        try exchange(with: server, try preparing(try request(to: server, path, [], nil) { _ in }))
    }

    private func exchange(
        with server: ServerURL, _ transfer: consuming Transfer
    ) throws(SendingError) -> Transfer.Response {
        do throws(TransferError) {
            let response = try transfer.perform()
            guard transfer.hasWholeHeader else {
                throw TransferError(
                    .closed, "\(server.authority): the connection ended too early")
            }
            return response
        } catch {
            guard transfer.mayHaveRequested else { throw .notSent(error.message) }
            throw SendingError(
                status: transfer.headerStatus, isRefusal: false, error.message)
        }
    }

    /// A POST that is to be sent; without a body a GET.
    private func request(
        to server: ServerURL, _ path: String?, _ headers: [String], _ body: [UInt8]?,
        _ prepare: (borrowing Transfer) throws(TransferError) -> Void
    ) throws(DeliveryError) -> Transfer {
        do throws(TransferError) {
            let transfer = try Transfer(
                curl, server: server, path: path, caFile: caFile, deadline: deadline)
            // Without this an old libcurl asks first whether a longer body is welcome, and waits a second.
            try transfer.setHeaders(headers + ["Expect:"])
            if let body { try transfer.setBody(body) } else { try transfer.setGet() }
            try prepare(transfer)
            return transfer
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

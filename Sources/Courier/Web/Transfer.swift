internal import CLibcurl
package import HostSystem
internal import TextCoding

/// One request to a server.
///
/// Certificates are verified and TLS is 1.2 at least; there is no proxy, no `.netrc`, no redirect and no signal,
/// and nothing from the environment. A text with a control character in it is refused, whatever it is for.
package struct Transfer: ~Copyable {
    /// What came back.
    package struct Response: Sendable {
        /// The status code of HTTP, or that of SMTP's last reply; 0 where the protocol has none.
        package let status: Int
        /// The body.
        package let body: [UInt8]
    }

    /// For options that only one protocol has.
    let handle: EasyHandle
    private let deadline: Deadline
    private let host: String

    /// Prepares a request.
    ///
    /// - Parameters:
    ///   - library: The libcurl to do it with.
    ///   - server: Who is asked; the scheme of its URL is the only one that may be used.
    ///   - path: What is asked, encoded, from the slash on; nil for the path of the server's URL.
    ///   - caFile: The certificates to trust, in PEM; nil for libcurl's own.
    ///   - deadline: When all must be done, name look-up and handshake included.
    ///   - limit: How long an answer may be, in bytes.
    /// - Throws: ``TransferError`` where a text cannot be sent, or this libcurl lacks something.
    package init(
        _ library: LibCurl, server: ServerURL, path: String? = nil, caFile: String?,
        deadline: Deadline, limit: Int = 64 * 1024
    ) throws(TransferError) {
        let handle = try EasyHandle(
            library, exchange: Exchange(limit: limit), host: server.authority)
        try handle.set(
            CURLOPT_URL, compact("\(server.scheme)://\(server.authority)\(path ?? server.path)"))
        // By name where this libcurl knows that, which it does since 7.85, else by number.
        if try !handle.setIfKnown(CURLOPT_PROTOCOLS_STR, server.scheme) {
            try handle.set(CURLOPT_PROTOCOLS, try Self.protocolNumber(server.scheme))
        }
        try handle.set(CURLOPT_PROXY, "")
        try handle.set(CURLOPT_NETRC, 0)
        try handle.set(CURLOPT_FOLLOWLOCATION, 0)
        try handle.set(CURLOPT_NOSIGNAL, 1)
        try handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        try handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        try handle.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        try handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        if let caFile { try handle.set(CURLOPT_CAINFO, caFile) }
        // Last, since a noncopyable value cannot fail half-way through its initialisation.
        self.handle = handle
        self.deadline = deadline
        host = server.authority
    }

    /// Sets the header lines of a request, `Name: value`.
    ///
    /// A line with the name of one that libcurl writes takes its place; `Name:` takes it out.
    package func setHeaders(_ lines: [String]) throws(TransferError) {
        try handle.setList(CURLOPT_HTTPHEADER, lines)
    }

    /// Makes it a POST with this body, whose type is among the headers.
    package func setBody(_ body: [UInt8]) throws(TransferError) {
        try handle.endLastWordsWhenConnecting()
        try handle.set(CURLOPT_POST, 1)
        try handle.setBody(body)
    }

    /// Makes it a GET.
    package func setGet() throws(TransferError) {
        try handle.endLastWordsWhenConnecting()
        try handle.set(CURLOPT_HTTPGET, 1)
    }

    /// Signs in with a user name and a password: HTTP's Basic, SMTP's AUTH, an LDAP bind.
    package func setCredentials(user: String, password: String) throws(TransferError) {
        try handle.set(CURLOPT_USERNAME, user)
        try handle.set(CURLOPT_PASSWORD, password)
    }

    /// Uploads these bytes, such as the text of a mail.
    package func setUpload(_ bytes: [UInt8]) throws(TransferError) {
        handle.exchange.upload = bytes
        try handle.set(CURLOPT_UPLOAD, 1)
        try handle.setLength(CURLOPT_INFILESIZE_LARGE, bytes.count)
    }

    /// Does it, within what is left of the time; curl_easy_perform(3).
    ///
    /// Any status of HTTP is an answer, not a failure.
    package func perform() throws(TransferError) -> Response {
        let remaining = deadline.remaining
        // To libcurl 0 would mean for ever.
        guard remaining > 0 else { throw TransferError(.timedOut, "\(host): no time left") }
        try handle.set(CURLOPT_TIMEOUT_MS, remaining)
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, remaining)
        handle.exchange.deadline = deadline
        try handle.perform()
        return Response(status: try status(), body: handle.exchange.body)
    }

    /// The status code so far; after a failed transfer, that of what the server said last.
    package func status() throws(TransferError) -> Int {
        try handle.information(CURLINFO_RESPONSE_CODE)
    }

    /// Whether the whole header of an answer came: libcurl takes one that breaks off for an answer too.
    var hasWholeHeader: Bool { handle.exchange.isHeaderComplete }

    /// The status of HTTP where the whole header came; 0 where it did not.
    var headerStatus: Int { hasWholeHeader ? (try? status()) ?? 0 : 0 }

    /// Whether something of a request of HTTP has left, so that the server may have done what it asks;
    /// CURLINFO_REQUEST_SIZE(3).
    var mayHaveRequested: Bool {
        guard let sent = try? handle.information(CURLINFO_REQUEST_SIZE) else { return true }
        return sent != 0
    }

    /// Whether a mail server may have the whole mail, and has not said that it takes none.
    var mayHaveUploaded: Bool { handle.exchange.hasGivenUpload && !handle.exchange.isUploadRefused }

    /// The last reply of a mail server, all its lines, in printable text.
    package var lastReply: String { printable(handle.exchange.replies.last, limit: 1000) }

    /// The last with which it refused something, likewise; empty for none.
    package var lastRefusal: String {
        printable(handle.exchange.replies.lastRefusal, limit: 1000)
    }

    /// Whether nothing is uploaded to a mail server that took no login; call it before ``perform()``.
    func requireLogin() { handle.exchange.needsLogin = true }

    /// Whether a mail server took the login.
    var hasLoggedIn: Bool { handle.exchange.replies.hasLoggedIn }

    /// Whether nothing was uploaded since it took none.
    var isLoginMissing: Bool { handle.exchange.isLoginMissing }

    /// The ways to log in that a mail server offers, in printable text; nil for none.
    var loginMethods: String? { handle.exchange.replies.loginMethods.map { printable($0) } }

    /// The bit of CURLOPT_PROTOCOLS.
    private static func protocolNumber(_ scheme: String) throws(TransferError) -> Int {
        let numbers: [(scheme: String, number: Int32)] = [
            ("https", CURLPROTO_HTTPS), ("http", CURLPROTO_HTTP), ("smtps", CURLPROTO_SMTPS),
            ("smtp", CURLPROTO_SMTP), ("ldaps", CURLPROTO_LDAPS), ("ldap", CURLPROTO_LDAP),
        ]
        guard let found = numbers.first(where: { $0.scheme.hasSameBytes(as: scheme) }) else {
            throw TransferError(.unsupported, "the protocol \(scheme) is not spoken here")
        }
        return Int(found.number)
    }
}

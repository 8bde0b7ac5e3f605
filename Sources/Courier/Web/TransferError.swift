internal import CLibcurl
package import TextCoding

/// Why a transfer failed.
package struct TransferError: Error {
    /// The kinds of failure callers tell apart.
    package enum Reason: Sendable {
        /// The host's name has no address.
        case unknownHost
        /// No connection to the host.
        case unreachable
        /// The time was over.
        case timedOut
        /// The certificate is not to be trusted, or is another host's.
        case certificate
        /// TLS failed otherwise, or is not offered where it is needed.
        case tls
        /// User name or password refused.
        case loginDenied
        /// More was received than is read.
        case tooLong
        /// The connection ended too early.
        case closed
        /// A value cannot be sent: it has a control character in it.
        case unsendable
        /// The libcurl found cannot do it.
        case unsupported
        /// Anything else.
        case other
    }

    /// The kind of failure.
    package let reason: Reason
    /// What happened, in printable ASCII and without secrets.
    package let message: String

    @inline(never)
    package init(_ reason: Reason, _ message: CompactText) {
        self.reason = reason
        self.message = message.string
    }

    /// The failure a code of libcurl's stands for.
    ///
    /// - Parameters:
    ///   - code: What curl_easy_perform(3) returned.
    ///   - text: The library's words for the code.
    ///   - detail: Its words for this case. Only used where they can tell of nothing but hosts, ports and
    ///     certificates.
    ///   - host: The host, for the message.
    init(_ code: CURLcode, text: String, detail: String, host: String) {
        let about = detail.utf8.isEmpty ? text : detail
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            self.init(.unknownHost, "\(host): the name has no address (\(about))")
        case CURLE_COULDNT_CONNECT:
            self.init(.unreachable, "\(host): no connection (\(about))")
        // The second where it was noticed only while saying goodbye.
        case CURLE_OPERATION_TIMEDOUT, CURLE_ABORTED_BY_CALLBACK:
            self.init(.timedOut, "\(host): no answer in time")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            self.init(.certificate, "\(host): the certificate is not trusted (\(about))")
        case CURLE_USE_SSL_FAILED:
            self.init(.tls, "\(host): offers no STARTTLS, or it failed")
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER:
            self.init(.tls, "\(host): TLS failed (\(about))")
        case CURLE_LOGIN_DENIED:
            self.init(.loginDenied, "\(host): user name or password refused")
        case CURLE_WRITE_ERROR:
            self.init(.tooLong, "\(host): the answer is too long")
        case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR:
            self.init(.closed, "\(host): the connection ended too early")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION:
            self.init(.unsupported, "\(host): the libcurl of this system cannot do this (\(text))")
        default:
            self.init(.other, "\(host): \(text)")
        }
    }
}

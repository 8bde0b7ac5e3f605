internal import CLibcurl
internal import HostSystem

/// What goes through a transfer's callbacks: the bytes to upload, those received, and what a mail server says.
// A class, because libcurl hands its callbacks a pointer to it.
final class Exchange {
    /// How many bytes of headers or of a mail server's replies are read before the transfer is given up.
    static let maximumHeaderLength = 64 * 1024

    /// What was received, at most `limit` bytes.
    private(set) var body: [UInt8] = []
    /// What a mail server said, where it is one that is asked.
    private(set) var replies = MailReplies()
    /// Whether nothing is to be uploaded unless the mail server took a login.
    var needsLogin = false
    /// Whether the last byte of the upload was given away; what ends it may have gone out with it.
    private(set) var hasGivenUpload = false
    /// Whether the first line that came after that is a refusal: all lines of a reply have the same code.
    private(set) var isUploadRefused = false
    /// Whether nothing was uploaded since the mail server took no login.
    private(set) var isLoginMissing = false
    /// Whether more came than is read.
    private(set) var isOverflowing = false
    /// Whether the empty line came that ends the header of HTTP.
    private(set) var isHeaderComplete = false
    /// The bytes to upload.
    var upload: [UInt8] = []
    /// When nothing is waited for any longer.
    var deadline: Deadline?

    private let limit: Int
    private var headerLength = 0
    private var uploaded = 0
    private var hasUploadReply = false

    /// Reads `limit` bytes of body at most.
    init(limit: Int) { self.limit = limit }

    /// Takes a part of the body, or of it as much as is allowed; the number of bytes taken.
    private func receive(_ part: UnsafeRawBufferPointer) -> Int {
        guard part.count <= limit - body.count else {
            isOverflowing = true
            return 0
        }
        // Safe: libcurl lends the bytes for the call; they are copied.
        unsafe body.append(contentsOf: part)
        return part.count
    }

    /// Takes a line of the header; the number of bytes taken.
    private func receiveLine(_ line: UnsafeRawBufferPointer) -> Int {
        guard line.count <= Self.maximumHeaderLength - headerLength else {
            isOverflowing = true
            return 0
        }
        headerLength += line.count
        // Safe: libcurl lends the bytes for the call; they are copied.
        let text = unsafe line.prefix { $0 != 0x0d && $0 != 0x0a }
        if unsafe text.isEmpty {
            isHeaderComplete = true
        } else {
            let text = unsafe Array(text)
            // An interim answer, as 100 Continue is, has a header of its own.
            if text.starts(with: "HTTP/".utf8) { isHeaderComplete = false }
            replies.add(text)
            if hasGivenUpload, !hasUploadReply {
                hasUploadReply = true
                isUploadRefused = replies.isRefusal
            }
        }
        return line.count
    }

    /// Gives the next bytes to upload; how many.
    private func give(_ room: UnsafeMutableRawBufferPointer) -> Int {
        guard !needsLogin || replies.hasLoggedIn else {
            isLoginMissing = true
            return Int(CURL_READFUNC_ABORT)
        }
        let count = min(room.count, upload.count - uploaded)
        // Safe: `count` bytes are there on both sides.
        for index in 0..<count { unsafe room[index] = upload[uploaded + index] }
        uploaded += count
        if uploaded == upload.count {
            hasGivenUpload = true
            LastWords.end()
            // What was refused before did not end the transfer.
            replies.forgetRefusal()
        }
        return count
    }

    // Safe, each of the four: libcurl passes the context the transfer gave it, which is an exchange that the
    // transfer keeps alive, and bytes that are valid for the call.
    static let writeFunction: libcurl_callback = { bytes, size, count, context in
        guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
        let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        return unsafe exchange.receive(.init(start: bytes, count: size * count))
    }

    static let headerFunction: libcurl_callback = { bytes, size, count, context in
        guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
        let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        return unsafe exchange.receiveLine(.init(start: bytes, count: size * count))
    }

    // The timeouts of libcurl do not hold while it says goodbye to a mail server; this is asked then too.
    static let progressFunction: libcurl_progress_callback = { context, _, _, _, _ in
        guard let context = unsafe context else { return 1 }
        let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        return exchange.deadline?.isOver == true ? 1 : 0
    }

    static let socketFunction: libcurl_socket_callback = { _, _, _ in
        LastWords.end()
        return 0
    }

    static let readFunction: libcurl_callback = { bytes, size, count, context in
        guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
        let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        return unsafe exchange.give(.init(start: bytes, count: size * count))
    }
}

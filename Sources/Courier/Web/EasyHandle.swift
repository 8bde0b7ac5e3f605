internal import CLibcurl
internal import TextCoding

/// An easy handle of libcurl's with what it refers to, libcurl-easy(3).
// A class, since only a class may fail half-way through its setting up and still end what it has begun.
@safe
final class EasyHandle {
    /// What is sent and received.
    let exchange: Exchange

    private let library: LibCurl
    private let handle: UnsafeMutableRawPointer
    private let errorText: UnsafeMutableBufferPointer<CChar>
    private var lists: [UnsafeMutablePointer<curl_slist>] = unsafe []
    private let host: String

    /// Makes a handle; the host is only named in messages.
    init(_ library: LibCurl, exchange: Exchange, host: String) throws(TransferError) {
        guard let handle = unsafe library.functions.pointee.easy_init() else {
            throw TransferError(.other, "no memory")
        }
        self.library = library
        self.exchange = exchange
        self.host = host
        unsafe self.handle = handle
        // Safe: the buffer has the size the library writes at most, and is freed after the handle.
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0)
        if let base = unsafe errorText.baseAddress {
            try check(unsafe libcurl_set_error_buffer(library.functions, handle, base))
        }
        try unsafe setCallback(CURLOPT_WRITEFUNCTION, Exchange.writeFunction)
        try unsafe setCallback(CURLOPT_HEADERFUNCTION, Exchange.headerFunction)
        try unsafe setCallback(CURLOPT_READFUNCTION, Exchange.readFunction)
        // Safe: as in `setCallback`.
        try check(
            unsafe libcurl_set_progress_callback(
                library.functions, handle, Exchange.progressFunction,
                Unmanaged.passUnretained(exchange).toOpaque()))
    }

    /// Has ``LastWords/end()`` called once the address is known, before there is a connection.
    func endLastWordsWhenConnecting() throws(TransferError) {
        // Safe: the function uses nothing it is given.
        try check(
            unsafe libcurl_set_socket_callback(
                library.functions, handle, Exchange.socketFunction))
    }

    /// Sets an option that takes a number.
    func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
        // Safe: a number; an option of another type is refused.
        try check(unsafe libcurl_set_long(library.functions, handle, option, value))
    }

    /// Sets an option that takes a number of bytes.
    func setLength(_ option: CURLoption, _ value: Int) throws(TransferError) {
        // Safe: as above.
        try check(
            unsafe libcurl_set_offset(library.functions, handle, option, curl_off_t(value)))
    }

    /// Sets an option that takes a text, of which the library keeps a copy.
    func set(_ option: CURLoption, _ value: String) throws(TransferError) {
        try requireSendable(value)
        try check(codeOfSetting(option, value))
    }

    /// Sets an option that takes a text, and says whether the library knows it.
    func setIfKnown(_ option: CURLoption, _ value: String) throws(TransferError) -> Bool {
        try requireSendable(value)
        let code = codeOfSetting(option, value)
        if code == CURLE_UNKNOWN_OPTION { return false }
        try check(code)
        return true
    }

    /// Sets the body of a POST, of which the library keeps a copy.
    func setBody(_ body: [UInt8]) throws(TransferError) {
        try setLength(CURLOPT_POSTFIELDSIZE_LARGE, body.count)
        // With a byte more, so that an empty body too has an address: without one libcurl asks the read function.
        // Safe: the library copies as many bytes as the length set before.
        let code = unsafe (body + [0]).withUnsafeBytes { body in
            unsafe libcurl_set_string(
                library.functions, handle, CURLOPT_COPYPOSTFIELDS,
                body.baseAddress?.assumingMemoryBound(to: CChar.self))
        }
        try check(code)
    }

    /// Sets an option that takes a list of texts.
    func setList(_ option: CURLoption, _ values: [String]) throws(TransferError) {
        for value in values { try requireSendable(value) }
        var list: UnsafeMutablePointer<curl_slist>?
        for value in values {
            // Safe: the call copies the string; the list is freed after the handle, or here if it stays short.
            let longer = unsafe value.withCString { value in
                unsafe library.functions.pointee.slist_append(list, value)
            }
            guard let longer = unsafe longer else {
                unsafe library.functions.pointee.slist_free_all(list)
                throw TransferError(.other, "no memory")
            }
            unsafe list = longer
        }
        if let list = unsafe list { unsafe lists.append(list) }
        try check(unsafe libcurl_set_list(library.functions, handle, option, list))
    }

    /// Does what was set; curl_easy_perform(3).
    func perform() throws(TransferError) {
        // Safe: nothing else uses the handle.
        let code = unsafe library.functions.pointee.easy_perform(handle)
        guard code == CURLE_OK else {
            if exchange.isOverflowing {
                throw TransferError(.tooLong, "\(host): the answer is too long")
            }
            throw failure(code)
        }
    }

    /// A number the library knows after a transfer.
    func information(_ information: CURLINFO) throws(TransferError) -> Int {
        var value = 0
        // Safe: the library writes one long; information of another type is refused.
        try check(unsafe libcurl_get_long(library.functions, handle, information, &value))
        return value
    }

    private func codeOfSetting(_ option: CURLoption, _ value: String) -> CURLcode {
        // Safe: the string is NUL-terminated.
        unsafe value.withCString { value in
            unsafe libcurl_set_string(library.functions, handle, option, value)
        }
    }

    private func setCallback(
        _ option: CURLoption, _ callback: libcurl_callback
    ) throws(TransferError) {
        // Safe: the exchange lives as long as this object, and so longer than the handle.
        try check(
            unsafe libcurl_set_callback(
                library.functions, handle, option, callback,
                Unmanaged.passUnretained(exchange).toOpaque()))
    }

    private func requireSendable(_ value: String) throws(TransferError) {
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            throw TransferError(
                .unsendable, "\(host): a value has a control character in it and is not sent")
        }
    }

    private func check(_ code: CURLcode) throws(TransferError) {
        guard code == CURLE_OK else { throw failure(code) }
    }

    private func failure(_ code: CURLcode) -> TransferError {
        // Safe: the text ends with a NUL within the buffer, or with the buffer.
        let detail = unsafe errorText.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return TransferError(
            code, text: library.text(of: code), detail: printable(detail), host: host)
    }

    deinit {
        // Safe: each is freed once, the handle first since it refers to the others.
        unsafe libcurl_end(library.functions, handle)
        while let list = unsafe lists.popLast() {
            unsafe library.functions.pointee.slist_free_all(list)
        }
        unsafe errorText.deallocate()
    }
}

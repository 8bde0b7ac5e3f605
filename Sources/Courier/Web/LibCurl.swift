internal import CLibcurl
internal import TextCoding

/// The libcurl found at run time, any from 7.29 on.
// A class, so that the table of functions has one place for as long as it is used.
@safe
package final class LibCurl {
    let functions: UnsafeMutablePointer<libcurl_functions>
    /// The version found, as `0xXXYYZZ`.
    package let version: UInt32

    /// Finds and initialises the library.
    ///
    /// - Throws: ``DeliveryError`` where there is none, or one that is too old.
    package init() throws(DeliveryError) {
        // Safe: the memory is filled by the C function before anything reads it, and freed once: here where
        // it fails, else by deinit.
        unsafe functions = .allocate(capacity: 1)
        guard unsafe libcurl_load(functions) == 0,
            let information = unsafe functions.pointee.version_info(CURLVERSION_FIRST)
        else {
            unsafe functions.deallocate()
            throw DeliveryError("libcurl.so.4 was not found: install libcurl")
        }
        version = unsafe information.pointee.version_num
        guard version >= Self.oldest else {
            unsafe functions.deallocate()
            throw DeliveryError("libcurl is older than 7.29")
        }
    }

    /// 7.29.0, that of the oldest system there is a courier for.
    private static let oldest: UInt32 = 0x07_1D_00

    /// The library's words for a failure; curl_easy_strerror(3).
    func text(of code: CURLcode) -> String {
        // Safe: a constant of the library, which is never unloaded.
        guard let text = unsafe functions.pointee.easy_strerror(code) else { return "error" }
        return unsafe String(cString: text)
    }

    // Safe: whoever uses the table holds this object.
    deinit { unsafe functions.deallocate() }
}

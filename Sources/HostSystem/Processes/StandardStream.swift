internal import CHostSystem
internal import TextCoding

/// One of the streams a command writes to.
package enum StandardStream {
    case output
    case error

    /// Whether a person sees it; isatty(3).
    package var isTerminal: Bool { isatty(number) == 1 }

    /// Writes a text at once, without a buffer; write(2).
    package func write(_ text: String) throws(SystemError) { try write(text.bytes) }

    /// Writes bytes at once, without a buffer; write(2).
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            // Safe: pointer and count describe what is left of the array.
            let result = unsafe bytes.withUnsafeBytes { buffer in
                unsafe CHostSystem.write(
                    number, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            if result >= 0 {
                done += result
            } else if host_errno() != EINTR {
                throw .last(self == .output ? "standard output" : "standard error")
            }
        }
    }

    private var number: Int32 {
        switch self {
        case .output: STDOUT_FILENO
        case .error: STDERR_FILENO
        }
    }
}

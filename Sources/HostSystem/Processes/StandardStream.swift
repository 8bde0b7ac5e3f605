internal import CHostSystem
internal import TextCoding

/// One of the streams a command writes to.
package enum StandardStream {
    case output
    case error

    /// Whether a person sees it; isatty(3).
    package var isTerminal: Bool { isatty(number) == 1 }

    /// The size of the terminal a person sees it on, as the terminal tells it; TIOCGWINSZ of ioctl_tty(2).
    ///
    /// - Returns: nil where it is no terminal; 0 stands for what it does not know.
    package var terminalSize: (columns: Int, lines: Int)? {
        var size = winsize()
        // Safe: the kernel fills the structure, which lives through the call.
        guard unsafe host_terminal_size(number, &size) == 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

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

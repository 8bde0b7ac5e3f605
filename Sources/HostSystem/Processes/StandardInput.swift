internal import CHostSystem

/// What is written to this process.
package enum StandardInput {
    private static let subject = "standard input"

    /// All of it up to the end, which may have `limit` bytes at most; read(2).
    package static func contents(limit: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let part = try part()
            if part.isEmpty { return bytes }
            guard part.count <= limit - bytes.count else {
                throw SystemError(.tooLong(limit: limit), subject)
            }
            bytes += part
        }
    }

    /// Waits for more of it; nothing at the end; read(2).
    package static func part() throws(SystemError) -> [UInt8] {
        var part = [UInt8](repeating: 0, count: 4096)
        while true {
            // Safe: pointer and count are those of the array.
            let count = unsafe part.withUnsafeMutableBytes { part in
                unsafe read(STDIN_FILENO, part.baseAddress, part.count)
            }
            if count >= 0 { return Array(part.prefix(count)) }
            guard host_errno() == EINTR else { throw .last(subject) }
        }
    }

    /// Does something while a terminal does not show what is typed; tcsetattr(3).
    package static func withoutEcho<Result>(_ body: () -> Result) -> Result {
        var settings = termios()
        // Safe: the structure is filled here, and read again below.
        guard unsafe tcgetattr(STDIN_FILENO, &settings) == 0 else { return body() }
        let before = settings
        settings.c_lflag &= ~tcflag_t(ECHO)
        settings.c_lflag |= tcflag_t(ECHONL)
        _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
        defer {
            var before = before
            // Safe: as above.
            _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
        }
        return body()
    }
}

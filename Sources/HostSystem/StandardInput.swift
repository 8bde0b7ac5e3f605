internal import CHostSystem

/// What is written to this process.
package enum StandardInput {
    /// All of it up to the end, which may have `limit` bytes at most; read(2).
    package static func contents(limit: Int) throws(SystemError) -> [UInt8] {
        let subject = "standard input"
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while true {
            // Safe: pointer and count are those of the array.
            let count = unsafe part.withUnsafeMutableBytes { part in
                unsafe read(STDIN_FILENO, part.baseAddress, part.count)
            }
            if count == 0 { return bytes }
            guard count > 0 else {
                if host_errno() == EINTR { continue }
                throw .last(subject)
            }
            guard count <= limit - bytes.count else {
                throw SystemError(.tooLong(limit: limit), subject)
            }
            bytes += part.prefix(count)
        }
    }
}

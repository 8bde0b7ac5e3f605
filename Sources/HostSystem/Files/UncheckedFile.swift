// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)
    internal import CHostSystem

    /// A file that is only looked at, whoever owns it.
    package enum UncheckedFile {
        /// All of it, which may have `limit` bytes at most; links are followed, and a pipe is read to its end.
        package static func contents(path: String, limit: Int) throws(SystemError) -> [UInt8] {
            // Safe: the string is NUL-terminated and lives through the call.
            let number = unsafe path.withCString {
                unsafe host_openat(AT_FDCWD, $0, O_RDONLY | O_CLOEXEC | O_NOCTTY, 0)
            }
            guard number >= 0 else { throw .last(path) }
            let descriptor = Descriptor(takingOwnershipOf: number)
            var bytes: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 4096)
            while true {
                // Safe: pointer and count are those of the array.
                let count = unsafe part.withUnsafeMutableBytes { part in
                    unsafe read(descriptor.number, part.baseAddress, part.count)
                }
                if count == 0 { return bytes }
                if count < 0 {
                    guard host_errno() == EINTR else { throw .last(path) }
                    continue
                }
                guard count <= limit - bytes.count else {
                    throw SystemError(.tooLong(limit: limit), path)
                }
                bytes += part.prefix(count)
            }
        }
    }
#endif

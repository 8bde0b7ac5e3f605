internal import CHostSystem

extension User {
    /// Looks a user up by id; getpwuid_r(3).
    ///
    /// - Returns: nil where the name services are sure that there is none, or none with a name that is valid UTF-8.
    package static func withID(_ id: UInt32) throws(SystemError) -> User? {
        try unsafe lookUp(subject: "user database") { buffer, size, code in
            var record = unsafe passwd()
            var found: UnsafeMutablePointer<passwd>?
            // Safe: the strings of the record lie in the buffer, and are copied before it ends.
            code = unsafe getpwuid_r(id, &record, buffer, size, &found)
            guard unsafe found != nil else { return nil }
            return unsafe User(record)
        }
    }
}

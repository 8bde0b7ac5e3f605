internal import CHostSystem
internal import TextCoding

/// A user of this system, as passwd(5) and the name services behind it have it.
package struct User {
    /// The name as the system spells it, which may not be how it was typed.
    package let name: String
    /// The user id.
    package let id: UInt32
    /// The id of the primary group.
    package let groupID: UInt32

    package init(name: String, id: UInt32, groupID: UInt32) {
        self.name = name
        self.id = id
        self.groupID = groupID
    }

    /// A user as a record of passwd(5) has it.
    ///
    /// - Returns: nil where the name is not valid UTF-8: repaired it would be another name, and maybe somebody else's.
    init?(_ record: passwd) {
        // Safe: what is not NULL is NUL-terminated.
        guard let text = unsafe record.pw_name,
            let name = unsafe String(validatingCString: text)
        else { return nil }
        self.init(name: name, id: unsafe record.pw_uid, groupID: unsafe record.pw_gid)
    }

    /// Looks a user up by name; getpwnam_r(3).
    ///
    /// - Returns: nil where the name services are sure that there is none, or none with a name that is valid UTF-8.
    package static func named(_ name: String) throws(SystemError) -> User? {
        try unsafe lookUp(subject: "user database") { buffer, size, code in
            var record = unsafe passwd()
            var found: UnsafeMutablePointer<passwd>?
            // Safe: the strings of the record lie in the buffer, and are copied before it ends.
            code = unsafe getpwnam_r(name.terminated, &record, buffer, size, &found)
            guard unsafe found != nil else { return nil }
            return unsafe User(record)
        }
    }

    /// Calls one of the look-ups with a buffer that grows as long as it says it is too small.
    static func lookUp<Record>(
        subject: String, _ call: (UnsafeMutablePointer<CChar>, Int, inout Int32) -> Record?
    ) throws(SystemError) -> Record? {
        /// A group with tens of thousands of members fits; more is a fault.
        let limit = 4 << 20
        var size = 1024
        while size <= limit {
            var code: Int32 = 0
            // Safe: the buffer is freed here and nothing of it is kept by `call`.
            let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
            let record = unsafe call(buffer, size, &code)
            unsafe buffer.deallocate()
            if let record { return record }
            switch code {
            // "Not found", as the name services say it; getpwnam_r(3), NOTES.
            case 0, ENOENT, ESRCH: return nil
            case ERANGE: size *= 4
            case EINTR: continue
            default: throw SystemError(.code(code), subject)
            }
        }
        throw SystemError(.tooLong(limit: limit), subject)
    }
}

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

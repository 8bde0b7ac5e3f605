internal import CHostSystem

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

    /// Looks a user up by name; getpwnam_r(3).
    ///
    /// - Returns: nil where the name services are sure that there is none.
    package static func named(_ name: String) throws(SystemError) -> User? {
        try unsafe lookUp(subject: "user database") { buffer, size, code in
            var record = unsafe passwd()
            var found: UnsafeMutablePointer<passwd>?
            // Safe: the strings of the record lie in the buffer, and are copied before it ends.
            code = unsafe name.withCString { name in
                unsafe getpwnam_r(name, &record, buffer, size, &found)
            }
            guard unsafe found != nil, let name = unsafe record.pw_name else { return nil }
            return unsafe User(
                name: String(cString: name), id: record.pw_uid, groupID: record.pw_gid)
        }
    }

    /// The names of all groups the user is in; getgrouplist(3) and getgrgid_r(3).
    ///
    /// A group without a name is given by its number. A group may be missing: getgrouplist of glibc says nothing
    /// when a name service cannot be reached, and gives what the others know. An error of getgrgid_r is an error
    /// here.
    package func groups() -> UserGroups {
        do throws(SystemError) { return UserGroups(names: try groupsx(), doubt: nil) } catch {
            return UserGroups(names: [], doubt: error.description)
        }
    }
    package func groupsx() throws(SystemError) -> [String] {
        /// As many as the kernel lets a process have (NGROUPS_MAX), and one.
        let limit: Int32 = 65_537
        var capacity: Int32 = 64
        while true {
            let ids = UnsafeMutablePointer<gid_t>.allocate(capacity: Int(capacity))
            // Safe: freed once, when nothing reads it any more.
            defer { unsafe ids.deallocate() }
            var count = capacity
            // Safe: the capacity passed in is the buffer's.
            let result = unsafe name.withCString { unsafe getgrouplist($0, groupID, ids, &count) }
            if result >= 0 {
                var names: [String] = []
                for index in 0..<Int(min(count, capacity)) {
                    // Safe: the call filled so many.
                    let id = unsafe ids[index]
                    names.append(try Self.groupName(id) ?? String(id))
                }
                return names
            }
            guard capacity < limit else { throw SystemError(.tooLong(limit: Int(limit)), "groups") }
            capacity = min(max(count, capacity * 2), limit)
        }
    }

    private static func groupName(_ id: gid_t) throws(SystemError) -> String? {
        try unsafe lookUp(subject: "group database") { buffer, size, code in
            var record = unsafe group()
            var found: UnsafeMutablePointer<group>?
            // Safe: as in `named`.
            code = unsafe getgrgid_r(id, &record, buffer, size, &found)
            guard unsafe found != nil, let name = unsafe record.gr_name else { return nil }
            return unsafe String(cString: name)
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

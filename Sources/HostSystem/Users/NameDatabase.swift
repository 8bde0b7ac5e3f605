// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)
    internal import CHostSystem

    /// The names that the name services list, as far as they list any: many directories answer only when they are asked
    /// for a name.
    package enum NameDatabase {
        /// How many names are looked at: enough to find a misspelt one.
        private static let limit = 20_000

        /// The users that are listed; getpwent(3).
        package static func users() -> [User] {
            setpwent()
            defer { endpwent() }
            var users: [User] = []
            // Safe: the record is copied before the next call.
            while users.count < limit, let record = unsafe getpwent() {
                if let user = unsafe User(record.pointee) { users.append(user) }
            }
            return users
        }

        /// The names of the groups that are listed; getgrent(3).
        package static func groupNames() -> [String] {
            setgrent()
            defer { endgrent() }
            var names: [String] = []
            // Safe: the name is NUL-terminated where there is one, and copied before the next call.
            while names.count < limit, let record = unsafe getgrent() {
                guard let text = unsafe record.pointee.gr_name,
                    let name = unsafe String(validatingCString: text)
                else { continue }
                names.append(name)
            }
            return names
        }

        /// The name of a group as the system spells it; nil where the name services are sure that there is none;
        /// getgrnam_r(3).
        package static func groupName(_ name: String) throws(SystemError) -> String? {
            try unsafe User.lookUp(subject: "group database") { buffer, size, code in
                var record = unsafe group()
                var found: UnsafeMutablePointer<group>?
                // Safe: the strings of the record lie in the buffer, and are copied before it ends.
                code = unsafe name.withCString { name in
                    unsafe getgrnam_r(name, &record, buffer, size, &found)
                }
                guard unsafe found != nil, let text = unsafe record.gr_name else { return nil }
                return unsafe String(validatingCString: text)
            }
        }

        /// Whether people log in as a user: root, or one with a shell, by the ranges of login.defs(5).
        package static func isPerson(_ user: User) -> Bool {
            guard user.id == 0 || (1000..<60_000).contains(user.id) else { return false }
            let shell = try? unsafe User.lookUp(subject: "user database") { buffer, size, code in
                var record = unsafe passwd()
                var found: UnsafeMutablePointer<passwd>?
                // Safe: as above.
                code = unsafe getpwuid_r(user.id, &record, buffer, size, &found)
                guard unsafe found != nil, let text = unsafe record.pw_shell else {
                    return String?.none
                }
                return unsafe String(validatingCString: text)
            }
            let name = (shell ?? "")?.split(separator: "/").last.map(String.init) ?? ""
            return !["nologin", "false"].contains(name)
        }
    }
#endif

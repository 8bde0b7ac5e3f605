internal import CHostSystem
internal import TextCoding

/// A user and the folder that passwd(5) calls the user's home.
package struct Home {
    /// Whose it is.
    package let user: User
    /// Its path; empty where the user has none, or one that is not valid UTF-8.
    package let path: String

    package init(user: User, path: String) {
        self.user = user
        self.path = path
    }

    /// Looks the home of a user up by the user's name; getpwnam_r(3).
    ///
    /// - Returns: nil where the name services are sure that there is no such user, or none with a name that is valid
    ///   UTF-8.
    package static func ofUser(named name: String) throws(SystemError) -> Home? {
        try unsafe User.lookUp(subject: "user database") { buffer, size, code in
            var record = unsafe passwd()
            var found: UnsafeMutablePointer<passwd>?
            // Safe: the strings of the record lie in the buffer, and are copied before it ends.
            code = unsafe name.withCString { name in
                unsafe getpwnam_r(name, &record, buffer, size, &found)
            }
            guard unsafe found != nil else { return nil }
            return unsafe Home(record)
        }
    }

    /// The homes of all users the system lists, in its order; getpwent(3).
    ///
    /// Not those whose names are not valid UTF-8. A directory service often lists none of its users, and a user may be
    /// listed by two services.
    /// Not for use by several threads at once.
    package static func all() throws(SystemError) -> [Home] {
        setpwent()
        defer { endpwent() }
        var homes: [Home] = []
        while true {
            host_clear_errno()
            guard let record = unsafe getpwent() else { break }
            // Safe: the record is the C library's, and copied before the next call.
            if let home = unsafe Home(record.pointee) { homes.append(home) }
        }
        // At the end of the list errno(3) may be what a name service found on its way: "not found"
        // is no fault.
        switch host_errno() {
        case 0, ENOENT: return homes
        default: throw .last("user database")
        }
    }

    /// - Returns: nil where the name is not valid UTF-8.
    private init?(_ record: passwd) {
        guard let user = unsafe User(record) else { return nil }
        self.user = user
        // Safe: what is not NULL is NUL-terminated. Repaired the path would be that of another folder.
        path = unsafe record.pw_dir.flatMap { unsafe String(validatingCString: $0) } ?? ""
    }
}

/// Why a file of a user's is not read.
package enum UserFileError: Error {
    /// A system call failed, or the file is of the wrong kind, or others may write to it.
    case system(SystemError)
    /// It belongs to somebody who is neither the user nor root: its path and the owner's id.
    case ofSomebodyElse(String, owner: UInt32)

    /// Whether the file or its folder simply is not there.
    package var isNotFound: Bool {
        switch self {
        // Below what is no folder nothing is.
        case .system(let error): error.isNotFound || error.reason == .code(ENOTDIR)
        case .ofSomebodyElse: false
        }
    }

    /// What happened, in words.
    package var description: String {
        switch self {
        case .system(let error): error.description
        case .ofSomebodyElse(let path, let owner):
            compact("\(path): owned by user id \(Int(owner)), must be the user's own")
        }
    }
}

extension File {
    /// Opens a file in a user's home that the user or root owns and nobody else may write.
    ///
    /// For root, who reads what the user put there: a link is not followed, a pipe or device is not
    /// opened for long. The home must be the user's own, and the file the user's or root's, so that it
    /// shows no file of anybody else: some systems give root's home to other users too.
    package init(named name: String, in home: Home) throws(UserFileError) {
        // With the dot at the end a home that is a link, which only root can have made one, is
        // entered.
        guard home.path.utf8.first == UInt8(ascii: "/") else {
            throw .system(SystemError(.code(ENOENT), "home"))
        }
        let folder = home.path + "/."
        let path = home.path + "/" + name
        let directory = try Self.userFile { () throws(SystemError) in
            try Descriptor.open(
                folder, in: AT_FDCWD, flags: O_RDONLY | O_DIRECTORY, subject: home.path)
        }
        // First of all: where there is none, nobody minds whose the home is. Many systems give their services one of
        // root's.
        let file = try Self.userFile { () throws(SystemError) in
            try Descriptor.open(name, in: directory.number, flags: O_RDONLY, subject: path)
        }
        try directory.requireOwner(home.user, orRoot: false, path: home.path)
        try self.init(file, path: path, of: home.user)
    }

    /// Opens a file by a path root gave, which a user or root owns and nobody else may write.
    ///
    /// A link in the last part of the path is not followed.
    package init(path: String, of user: User) throws(UserFileError) {
        let file = try Self.userFile { () throws(SystemError) in
            try Descriptor.open(path, in: AT_FDCWD, flags: O_RDONLY, subject: path)
        }
        try self.init(file, path: path, of: user)
    }

    private init(
        _ descriptor: consuming Descriptor, path: String, of user: User
    ) throws(UserFileError) {
        let status = try Self.userFile { () throws(SystemError) in
            let status = try descriptor.status(subject: path)
            guard status.st_mode & mode_t(S_IFMT) == mode_t(S_IFREG) else {
                throw SystemError(.wrongType, path)
            }
            guard status.st_mode & 0o022 == 0 else {
                throw SystemError(.writableByOthers(status.st_mode & 0o7777), path)
            }
            return status
        }
        try descriptor.requireOwner(user, orRoot: true, path: path)
        self.init(descriptor, path: path, length: Int(status.st_size))
    }

    /// Makes the failure of a system call one of a user's file.
    private static func userFile<Result: ~Copyable>(
        _ body: () throws(SystemError) -> Result
    ) throws(UserFileError) -> Result {
        do throws(SystemError) { return try body() } catch { throw .system(error) }
    }
}

extension Descriptor {
    /// Checks that a user owns the file, or root where that is as good.
    fileprivate borrowing func requireOwner(
        _ user: User, orRoot: Bool, path: String
    ) throws(UserFileError) {
        let owner: UInt32
        do throws(SystemError) { owner = try status(subject: path).st_uid } catch {
            throw .system(error)
        }
        guard owner == user.id || (orRoot && owner == 0) else {
            throw .ofSomebodyElse(path, owner: owner)
        }
    }
}

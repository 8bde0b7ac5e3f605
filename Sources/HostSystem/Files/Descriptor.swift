internal import CHostSystem
internal import TextCoding

/// An open file descriptor, closed when the value ends.
///
/// Every one is close-on-exec: nothing of ours may show up in the user's session.
// Inlinable deinit: Embedded Swift destroys a noncopyable value only where it sees the deinit.
@usableFromInline
package struct Descriptor: ~Copyable {
    @usableFromInline let number: Int32

    init(takingOwnershipOf number: Int32) { self.number = number }

    /// Opens `name` below `directory`, never following a link in its last part; openat(2).
    @inline(never)
    static func open(
        _ name: String, in directory: Int32, flags: Int32, mode: mode_t = 0, subject: String
    ) throws(SystemError) -> Descriptor {
        let flags = flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        while true {
            // Safe: the string is NUL-terminated and lives through the call.
            let number = unsafe host_openat(directory, name.terminated, flags, mode)
            if number >= 0 { return Descriptor(takingOwnershipOf: number) }
            if host_errno() == ELOOP { throw SystemError(.wrongType, subject) }
            guard host_errno() == EINTR else { throw .last(subject) }
        }
    }

    /// The file's status; fstat(2).
    borrowing func status(subject: String) throws(SystemError) -> stat {
        var status = stat()
        // Safe: the kernel fills the structure it is lent.
        guard unsafe host_fstat(number, &status) == 0 else { throw .last(subject) }
        return status
    }

    @inlinable deinit { closeDescriptor(number) }
}

/// Closes a descriptor; close(2).
///
/// An error leaves nothing to do: Linux has freed the number by then.
@usableFromInline
func closeDescriptor(_ number: Int32) { _ = close(number) }

extension stat {
    /// Checks type and owner, and that nobody but root may write.
    func requireRootOwned(type: Int32, subject: String) throws(SystemError) {
        guard st_mode & mode_t(S_IFMT) == mode_t(type) else {
            throw SystemError(.wrongType, subject)
        }
        guard st_uid == 0 else { throw SystemError(.wrongOwner(st_uid), subject) }
        guard st_mode & 0o022 == 0 else {
            throw SystemError(.writableByOthers(st_mode & 0o7777), subject)
        }
    }
}

internal import CHostSystem
internal import TextCoding

/// A system call that failed, or a file that is not as it must be.
package struct SystemError: Error {
    /// What was wrong.
    package enum Reason: Equatable {
        /// The call failed with this errno(3) value.
        case code(Int32)
        /// Not a regular file, or not a folder, where one is needed; a symbolic link included.
        case wrongType
        /// Owned by this user id instead of root.
        case wrongOwner(UInt32)
        /// Owned by this user id instead of the process's own.
        case notOwn(UInt32)
        /// Somebody but root may write to it; the permission bits.
        case writableByOthers(UInt32)
        /// Somebody but root may read it, and it holds a secret; the permission bits.
        case readableByOthers(UInt32)
        /// Longer than the limit, in bytes.
        case tooLong(limit: Int)
        /// Shorter than it must be: cut off, or empty.
        case tooShort
        /// A line in it is not understood.
        case malformed
        /// Somebody else held the lock until the deadline.
        case busy
    }

    /// What was wrong.
    package let reason: Reason
    /// The file or the look-up concerned.
    package let subject: String

    package init(_ reason: Reason, _ subject: String) {
        self.reason = reason
        self.subject = subject
    }

    /// The failure of the call just made.
    static func last(_ subject: String) -> SystemError {
        SystemError(.code(host_errno()), subject)
    }

    /// Whether the file or folder simply is not there.
    package var isNotFound: Bool { reason == .code(ENOENT) }

    /// What happened, in words for a log line.
    package var description: String { compact("\(subject): \(explanation)") }

    /// What was wrong with the subject, in words.
    package var explanation: String {
        switch reason {
        case .code(let code): Self.text(of: code)
        case .wrongType: "the wrong kind of file (a link?)"
        case .wrongOwner(let user): compact("owned by user id \(Int(user)), must be root's")
        case .notOwn(let user):
            compact("owned by user id \(Int(user)), must be the courier's own")
        case .writableByOthers(let mode): compact("mode \(Self.octal(mode)), others can write it")
        case .readableByOthers(let mode): compact("mode \(Self.octal(mode)), others can read it")
        case .tooLong(let limit): compact("longer than \(limit) bytes")
        case .tooShort: "shorter than it must be"
        case .malformed: "a line that is not understood"
        case .busy: "locked by another process for too long"
        }
    }

    private static func text(of code: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        // Safe: the buffer's own length is passed, and the result is NUL-terminated within it.
        let done = unsafe strerror_r(code, &buffer, buffer.count)
        guard done == 0 else { return compact("error \(Int(code))") }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func octal(_ mode: UInt32) -> String { compact("0\(String(mode, radix: 8))") }
}

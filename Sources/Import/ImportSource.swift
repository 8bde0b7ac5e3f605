package import Cryptography
package import HostSystem

/// What one file holds for one person, and how it is to meet what the person has.
package struct ImportSource {
    /// Whose account it goes to.
    package let user: User
    /// Which format it had, for the log: `google-authenticator`, `oath` or `otpauth`.
    package let format: String
    /// The path it was read from, or `standard input`.
    package let file: String
    /// What it holds.
    package let content: ImportedAccount
    /// Whether it stays out where the person has, or had, a device or recovery codes.
    ///
    /// For what covers many people at once and is run again: a device that was lost and revoked
    /// since must not come back by that.
    package let isForNewcomers: Bool

    package init(
        user: User, format: String, file: String, content: ImportedAccount, isForNewcomers: Bool
    ) {
        self.user = user
        self.format = format
        self.file = file
        self.content = content
        self.isForNewcomers = isForNewcomers
    }
}

extension SecretBytes {
    /// Reads a whole file, which may have `limit` bytes at most.
    package init(reading file: borrowing File, limit: Int) throws(SystemError) {
        guard file.length <= limit else { throw SystemError(.tooLong(limit: limit), file.path) }
        var bytes = SecretBytes(zeroed: file.length)
        try bytes.withMutableBytes { (bytes) throws(SystemError) in
            try file.read(into: &bytes, at: 0)
        }
        self = bytes
    }
}

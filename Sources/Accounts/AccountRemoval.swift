internal import HostSystem

extension AccountStore {
    /// Removes the account of a user's name, whether or not it can be opened or the user still is there.
    ///
    /// - Returns: Whether there was one.
    package borrowing func removeAccount(named user: String) throws(AccountError) -> Bool {
        guard let name = AccountName.folder(for: user) else { return false }
        do throws(SystemError) {
            let lock = try directory.directory(named: name).empty()
            try directory.removeDirectory(named: name)
            _ = consume lock
            return true
        } catch {
            if error.isNotFound { return false }
            throw .system(error)
        }
    }
}

extension Directory {
    /// Removes the files of the account in this folder, under its lock.
    ///
    /// - Returns: The lock; nil where the account never got that far.
    fileprivate borrowing func empty() throws(SystemError) -> File? {
        let lock = try accountLock()
        // First what makes it an account: what is cut short leaves none, rather than a damaged one.
        try removeFile(named: Account.FileName.identity)
        for file in try entries() { try removeFile(named: file) }
        return lock
    }

    private borrowing func accountLock() throws(SystemError) -> File? {
        do throws(SystemError) {
            let file = try file(named: Account.FileName.lock)
            try file.lock(within: Account.lockDeadline)
            return file
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }
}

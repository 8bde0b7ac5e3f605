internal import HostSystem
internal import TextCoding

/// Accounts as files of this host: one folder for each in the folder `accounts` of StateDirectory.
package final class AccountFiles: AccountStorage {
    /// The name of the folder in StateDirectory.
    private static var folder: String { "accounts" }

    private let directory: Directory

    /// Opens the folder.
    ///
    /// - Throws: where it is missing or not as it must be.
    package init(stateDirectory: String) throws(AccountError) {
        do throws(SystemError) {
            directory = try Directory(path: stateDirectory).directory(named: Self.folder)
        } catch {
            throw .system(error)
        }
    }

    package func account(named name: String) throws(AccountError) -> any StoredAccount {
        AccountFolder(name, in: self)
    }

    /// Opens the folder of an account; nil where there is none.
    fileprivate func open(_ name: String) throws(SystemError) -> Directory? {
        do throws(SystemError) { return try directory.directory(named: name) } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }

    fileprivate func path(of name: String) -> String { compact("\(directory.path)/\(name)") }

    fileprivate func makeFolder(_ name: String) throws(SystemError) {
        try directory.makeDirectory(named: name)
    }

    #if !hasFeature(Embedded)
        package func names() throws(AccountError) -> [String] {
            do throws(SystemError) { return try directory.entries() } catch {
                throw .system(error)
            }
        }

        fileprivate func removeFolder(_ name: String) throws(SystemError) {
            try directory.removeDirectory(named: name)
        }
    #endif
}

/// The folder of one account: its state in place, its identity, and the lock under which both are changed.
final class AccountFolder: StoredAccount {
    private enum FileName {
        static var identity: String { "identity" }
        /// An identity that no state names yet, or that was not renamed since.
        static var newIdentity: String { "identity.new" }
        static var state: String { "state" }
        static var lock: String { "lock" }
    }

    let path: String
    private let name: String
    private let parent: AccountFiles
    private var directory: Directory?
    /// The lock, which lasts as long as the file is open.
    private var lock: File?
    /// The state as it was read last or swapped under the lock.
    private var stateFile: StateFile?

    fileprivate init(_ name: String, in parent: AccountFiles) {
        self.name = name
        self.parent = parent
        path = parent.path(of: name)
    }

    var excludesOthers: Bool { true }

    func read(toChange: Bool) throws(AccountError) -> AccountRecords {
        do throws(SystemError) {
            try open()
            if toChange { try takeLock() }
            return try records()
        } catch {
            throw .system(error)
        }
    }

    func swap(
        _ version: AccountVersion, identity: [UInt8]?, state: [UInt8]
    ) throws(AccountError) -> SwapAnswer {
        do throws(SystemError) {
            if lock == nil {
                try open()
                try takeLock()
                _ = try records()
            }
            // Where nothing is open there is nothing that could be swapped.
            guard stateFile != nil, current == version else { return .lost }
            if let identity {
                try directory?.writeFile(named: FileName.newIdentity, contents: identity.span)
                // From here on the new identity counts, by whatever name: this write makes both at once.
                try stateFile?.write(state, beside: StateFile.checksum(identity.span))
                try stateFile?.synchronize()
                try directory?.renameFile(named: FileName.newIdentity, to: FileName.identity)
                try stateFile?.writeBoth()
            } else {
                try stateFile?.write(state, beside: version.identity)
            }
            return .made(current)
        } catch {
            throw .system(error)
        }
    }

    func make(state: [UInt8]) throws(AccountError) -> SwapAnswer {
        do throws(SystemError) {
            try parent.makeFolder(name)
            try open()
            _ = try directory?.makeFile(named: FileName.lock)
            try takeLock()
            // Whoever came second finds a state under the lock, and keeps it.
            let records = try records()
            guard records.identity == nil, records.state == nil,
                let file = try directory?.makeFile(named: FileName.state)
            else { return .lost }
            stateFile = try StateFile(file, first: state)
            return .made(current)
        } catch {
            throw .system(error)
        }
    }

    func synchronize() throws(AccountError) {
        do throws(SystemError) { try stateFile?.synchronize() } catch { throw .system(error) }
    }

    func release() { lock = nil }

    #if !hasFeature(Embedded)
        func remove() throws(AccountError) -> Bool {
            do throws(SystemError) {
                try open()
                guard directory != nil else { return false }
                do throws(SystemError) { try takeLock() } catch {
                    // An account that never got that far.
                    if !error.isNotFound { throw error }
                }
                // First what lets somebody in: an account whose removal is cut short opens nothing.
                try directory?.removeFile(named: FileName.identity)
                for file in try directory?.entries() ?? [] {
                    try directory?.removeFile(named: file)
                }
                try parent.removeFolder(name)
                lock = nil
                return true
            } catch {
                throw .system(error)
            }
        }
    #endif

    private func open() throws(SystemError) {
        if directory == nil { directory = try parent.open(name) }
    }

    private func takeLock() throws(SystemError) {
        guard lock == nil, let file = try directory?.file(named: FileName.lock) else { return }
        try file.lock(within: Account.patience)
        lock = consume file
    }

    /// Reads both records.
    ///
    /// Without the lock both may change meanwhile: what does not fit is read again.
    private func records() throws(SystemError) -> AccountRecords {
        var tries = 0
        while true {
            stateFile = nil
            if let file = try directory?.existingFile(FileName.state, forWriting: lock != nil) {
                stateFile = try StateFile(file)
            }
            var identity = try contents(of: FileName.identity)
            let wanted = current.identity
            if wanted != StateFile.checksum(identity), wanted != 0,
                let new = try contents(of: FileName.newIdentity), wanted == StateFile.checksum(new)
            {
                // It was made, and whoever made it was killed before it had its name, or is about to give it.
                if lock != nil {
                    try directory?.renameFile(named: FileName.newIdentity, to: FileName.identity)
                }
                identity = new
            }
            tries += 1
            // What still does not fit is given as it is: it does not open.
            if wanted == StateFile.checksum(identity) || tries == 3 {
                return AccountRecords(
                    identity: identity, state: stateFile?.record, version: current)
            }
        }
    }

    private func contents(of name: String) throws(SystemError) -> [UInt8]? {
        guard let file = try directory?.existingFile(name, forWriting: false) else { return nil }
        return try file.contents(limit: Identity.maximumSealedLength)
    }

    /// Which records are there, as far as was read.
    private var current: AccountVersion {
        stateFile?.version ?? AccountVersion(identity: 0, state: 0)
    }
}

extension Directory {
    /// Opens a file in this folder; nil where there is none.
    fileprivate borrowing func existingFile(
        _ name: String, forWriting: Bool
    ) throws(SystemError) -> File? {
        do throws(SystemError) { return try file(named: name, forWriting: forWriting) } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }
}

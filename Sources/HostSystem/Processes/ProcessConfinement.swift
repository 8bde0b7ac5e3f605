internal import CHostSystem

extension CurrentProcess {
    /// Closes all descriptors but the three standard ones, and gives up the environment and core files.
    ///
    /// Also undoes what the starter did to signals: none is blocked, SIGPIPE is an error of the call that
    /// writes, and the alarm of ``endAfter(seconds:)`` works.
    package static func startClean() throws(SystemError) {
        guard host_close_from(STDERR_FILENO + 1) == 0, host_limit_damage() == 0 else {
            throw .last("process")
        }
    }

    /// Has the kernel end this process in so many seconds, whatever it does then; alarm(2).
    ///
    /// A later call takes the place of an earlier one.
    package static func endAfter(seconds: Int) {
        _ = alarm(UInt32(clamping: max(1, seconds)))
    }

    /// What this process writes to its standard output when the time of ``endAfter(seconds:)`` is over.
    ///
    /// With words, 256 bytes at most, it ends with failure; with nil the kernel kills it.
    package static func setLastWords(_ words: [UInt8]?) {
        guard let words else { return host_last_words(nil, 0) }
        // Safe: the words are copied by the call, which is told how many there are.
        unsafe words.withUnsafeBytes { unsafe host_last_words($0.baseAddress, $0.count) }
    }

    /// Becomes a user with no group but its primary one, for good; setresuid(2).
    ///
    /// - Throws: where this process is not root's, or still is afterwards.
    package static func become(_ user: User) throws(SystemError) {
        guard host_become(user.id, user.groupID) == 0 else { throw .last("user \(user.name)") }
    }

    /// Takes from this process and all it starts what set-user-ID programs would give; prctl(2).
    package static func forbidNewPrivileges() throws(SystemError) {
        guard host_forbid_new_privileges() == 0 else { throw .last("no_new_privs") }
    }

    /// Goes on in a new process that nobody waits for; fork(2).
    ///
    /// It is apart from who started this one: another session, no standard descriptors, no alarm. Only a process
    /// with one thread may do this.
    ///
    /// - Returns: Whether this is the new process.
    package static func detach() throws(SystemError) -> Bool {
        let process = host_fork_detached()
        guard process >= 0 else { throw .last("fork") }
        return process == 0
    }

    /// Whether this process may run a program; access(2).
    ///
    /// - Throws: why it may not.
    package static func requireExecutable(_ program: String) throws(SystemError) {
        // Safe: the string is NUL-terminated and lives through the call.
        guard unsafe program.withCString({ unsafe access($0, X_OK) }) == 0 else {
            throw .last(program)
        }
    }

    /// Whether this process may read a file; access(2).
    ///
    /// - Throws: why it may not.
    package static func requireReadable(_ path: String) throws(SystemError) {
        // Safe: as above.
        guard unsafe path.withCString({ unsafe access($0, R_OK) }) == 0 else { throw .last(path) }
    }
}

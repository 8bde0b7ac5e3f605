internal import CHostSystem

/// sssd(8), which asks directories for others.
enum SecurityServicesDaemon {
    /// Whether it has something to do: there is sssd.conf(5), or a part of it, or that cannot be known.
    static var isSetUp: Bool {
        // Safe: the string is NUL-terminated and lives through the call.
        guard unsafe access("/etc/sssd/sssd.conf", F_OK) != 0, host_errno() == ENOENT else {
            return true
        }
        // Safe: the stream is closed once, after its last use.
        guard let parts = unsafe opendir("/etc/sssd/conf.d") else { return host_errno() != ENOENT }
        defer { unsafe closedir(parts) }
        host_clear_errno()
        while let part = unsafe readdir(parts) {
            // It does not read hidden ones.
            if unsafe host_name(part).pointee != CChar(UInt8(ascii: ".")) { return true }
        }
        return host_errno() != 0
    }

    /// Whether it answers at this moment, through the socket its library uses.
    static var answers: Bool { host_sssd_answers() != 0 }
}

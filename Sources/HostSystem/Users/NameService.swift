internal import CHostSystem
internal import TextCoding

/// A name service of nsswitch.conf(5), which is asked without the C library between: that keeps to itself what failed.
struct NameService {
    /// Its name: `files`, `ldap`, `sss`.
    let name: String
    /// Whether no other is asked for a user's groups where it knows some; on a line `initgroups` only.
    var endsOnSuccess = true
    /// Whether no other is asked where it knows nothing.
    var endsOnNotFound = false

    /// What came of asking.
    enum LookupStatus {
        /// It knows something.
        case known
        /// It says that there is nothing to know.
        case unknown
        /// It did not say: it could not be reached, or not be loaded.
        case silent
    }

    /// Looks up the name of a group, which stays nil where it is not valid UTF-8.
    func findName(of id: gid_t, _ groupName: inout String?) -> LookupStatus {
        var text: UnsafeMutablePointer<CChar>?
        // Safe: what it gives is NUL-terminated, and freed once it is copied.
        let status = unsafe host_group_name(name.terminated, id, &text)
        if let text = unsafe text { groupName = unsafe String(validatingCString: text) }
        unsafe free(text)
        return answer(status)
    }

    /// What the service's own word means.
    ///
    /// Red Hat's nsswitch.conf names sssd whether it is used or not, and their `libnss_sss` says that there is nothing
    /// while it does not run, or was kept from answering by too many connections.
    @inline(never)
    func answer(_ status: Int32) -> LookupStatus {
        if status == NSS_STATUS_SUCCESS.rawValue { return .known }
        let isSilent = status != NSS_STATUS_NOTFOUND.rawValue
        guard name.hasSameBytes(as: "sss") else { return isSilent ? .silent : .unknown }
        guard SecurityServicesDaemon.isSetUp else { return .unknown }
        return isSilent || !SecurityServicesDaemon.answers ? .silent : .unknown
    }
}

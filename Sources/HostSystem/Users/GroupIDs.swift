internal import CHostSystem
internal import TextCoding

/// The ids of groups that somebody is in.
///
/// They lie where the C library and the name services want them: in memory of malloc(3), which a service may exchange
/// for more of it.
@safe
struct GroupIDs: ~Copyable {
    private var groups: host_groups

    /// As many as the kernel lets a process have (NGROUPS_MAX), and one.
    private static var limit: Int { 65_537 }

    /// The primary group of a user.
    init(primaryOf user: User) throws(SystemError) {
        // As much as the C library begins with.
        let size = 64
        let memory = unsafe malloc(size * MemoryLayout<gid_t>.stride)
        guard let memory = unsafe memory else { throw .last("groups") }
        unsafe groups = host_groups(
            ids: memory.assumingMemoryBound(to: gid_t.self), count: 1, size: size)
        unsafe groups.ids[0] = user.groupID
    }

    // Safe: the memory is this value's own.
    deinit { unsafe free(groups.ids) }

    /// Becomes all groups of a user, as the C library knows them; getgrouplist(3).
    mutating func becomeAll(of user: User) throws(SystemError) {
        while true {
            var count = Int32(clamping: unsafe groups.size)
            // Safe: so many fit.
            let result = unsafe getgrouplist(user.name.terminated, user.groupID, groups.ids, &count)
            if result >= 0 {
                unsafe groups.count = min(Int(count), groups.size)
                return
            }
            let size = unsafe min(max(Int(count), groups.size * 2), Self.limit)
            guard unsafe size > groups.size else {
                throw SystemError(.tooLong(limit: Self.limit), "groups")
            }
            let memory = unsafe realloc(groups.ids, size * MemoryLayout<gid_t>.stride)
            guard let memory = unsafe memory else { throw .last("groups") }
            unsafe groups.ids = memory.assumingMemoryBound(to: gid_t.self)
            unsafe groups.size = size
        }
    }

    /// Hands over one after the other.
    borrowing func forEach(_ body: (gid_t) -> Void) {
        // Safe: so many are there.
        for index in 0..<(unsafe groups.count) { body(unsafe groups.ids[index]) }
    }

    /// Whether all of them are among others.
    borrowing func areAll(in others: borrowing GroupIDs) -> Bool {
        // Safe: so many are there.
        for index in 0..<(unsafe groups.count) where !others.contains(unsafe groups.ids[index]) {
            return false
        }
        return true
    }

    private borrowing func contains(_ id: gid_t) -> Bool {
        // Safe: so many are there.
        for index in 0..<(unsafe groups.count) where unsafe groups.ids[index] == id { return true }
        return false
    }

    /// Adds those that a name service tells.
    mutating func add(from service: NameService, of user: User) -> NameService.LookupStatus {
        // Safe: the strings live through the call, and the memory is as the structure says.
        service.answer(
            unsafe host_add_groups(
                service.name.terminated, user.name.terminated, user.groupID, Self.limit, &groups))
    }
}

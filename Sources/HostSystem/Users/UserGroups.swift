internal import CHostSystem
internal import TextCoding

/// The groups a user is in, as far as the name services tell.
package struct UserGroups {
    /// The names of groups that the user surely is in; a group that no service knows a name of is given by its
    /// number.
    package var names: [String] = []
    /// Why there may be others, in words for a log line; nil where every service that nsswitch.conf(5) names for
    /// groups has answered.
    package var doubt: String?

    /// The first reason is the one to look at.
    fileprivate mutating func doubt(_ reason: String) { if doubt == nil { doubt = reason } }

    fileprivate mutating func doubt(_ service: NameService) {
        doubt(compact("name service \(service.name) gave no answer"))
    }
}

extension User {
    /// Looks up the groups of the user, the primary one among them.
    ///
    /// Which they are, getgrouplist(3) says, as it says to everybody else. It keeps to itself that a service could not
    /// be reached or loaded, so each of them is asked again here, and both must come to the same.
    package func groups() -> UserGroups {
        var groups = UserGroups()
        do throws(SystemError) {
            var ids = try GroupIDs(primaryOf: self)
            try ids.becomeAll(of: self)
            let services = try NameServiceSwitch()
            var told = try GroupIDs(primaryOf: self)
            ask(services, &told, &groups)
            if !ids.areAll(in: told) || !told.areAll(in: ids) {
                groups.doubt("the name services told other groups when they were asked again")
            }
            ids.forEach { Self.findName(of: $0, services.group, &groups) }
        } catch {
            groups.doubt(error.description)
        }
        return groups
    }

    /// Asks each service for the groups of the user, until one ends the search as the C library ends it.
    private func ask(
        _ services: NameServiceSwitch, _ told: inout GroupIDs, _ groups: inout UserGroups
    ) {
        var line = services.initgroups ?? services.group
        var isLast = false
        while !isLast, let service = line.next() {
            switch told.add(from: service, of: self) {
            // On a line `group` the next one is asked as well, whatever is written there.
            case .known: isLast = services.initgroups != nil && service.endsOnSuccess
            case .unknown: isLast = service.endsOnNotFound
            case .silent: groups.doubt(service)
            }
        }
        if line.isMalformed { groups.doubt(NameServiceSwitch.malformed.description) }
    }

    /// Finds the name of a group: that of the first service that knows one, if those before have answered.
    ///
    /// That none knows one is believed when they say it twice: some services say it where they failed.
    private static func findName(
        of id: gid_t, _ line: NameServiceLine, _ groups: inout UserGroups
    ) {
        for _ in 0..<2 {
            var line = line
            var isLast = false
            while !isLast, let service = line.next() {
                var name: String?
                switch service.findName(of: id, &name) {
                case .known:
                    if let name {
                        groups.names.append(name)
                    } else {
                        groups.doubt("a group's name is not valid UTF-8")
                    }
                    return
                case .unknown: isLast = service.endsOnNotFound
                case .silent: return groups.doubt(service)
                }
            }
            if line.isMalformed { return groups.doubt(NameServiceSwitch.malformed.description) }
        }
        groups.names.append(String(Int(id)))
    }
}

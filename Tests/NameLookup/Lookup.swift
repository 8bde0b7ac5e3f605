import HostSystem

/// Prints what this system says of names, for tests that run it where the system is another one.
///
///     name-lookup groups NAME   a line `name GROUP` for each group of the user, and `doubt WHY` where there is one
///     name-lookup user NAME     `user NAME ID`, or `nobody`
///     name-lookup id ID         the same
///     name-lookup homes         a line `user NAME PATH` for each user of the system
///     name-lookup home NAME     `user NAME PATH`, or `nobody`
///     name-lookup host          a line `host NAME` for each name of the machine
///
/// And `failed WHY` where the look-up fails.
@main
struct Lookup {
    static func main() {
        do throws(SystemError) {
            try lookUp()
        } catch {
            print("failed \(error.description)")
        }
    }

    private static func lookUp() throws(SystemError) {
        let words = CommandLine.arguments.dropFirst()
        let name = words.dropFirst().first ?? ""
        switch words.first {
        case "groups":
            guard let user = try User.named(name) else { return print("nobody") }
            let groups = user.groups()
            for name in groups.names { print("name \(name)") }
            if let doubt = groups.doubt { print("doubt \(doubt)") }
        case "user": show(try User.named(name))
        case "id": show(try User.withID(UInt32(name) ?? .max))
        case "homes": for home in try Home.all() { show(home) }
        case "home": show(try Home.ofUser(named: name))
        case "host": for name in HostName.all() { print("host \(name)") }
        default: print("unknown word")
        }
    }

    private static func show(_ user: User?) {
        print(user.map { "user \($0.name) \($0.id)" } ?? "nobody")
    }

    private static func show(_ home: Home?) {
        print(home.map { "user \($0.user.name) \($0.path)" } ?? "nobody")
    }
}

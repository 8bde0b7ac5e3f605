internal import ArgumentParser
internal import HostSystem
internal import LoginFlow
internal import Policy
internal import Vocabulary

/// What is known of a login before it is made; options of the commands that ask what the policy says of it.
struct LoginOptions: ParsableArguments {
    @Option(help: ArgumentHelp("From which address.", valueName: "address")) var from: String?
    @Option(help: "By which service, as PAM calls it.") var service = "sshd"
    @Option(
        help: ArgumentHelp(
            """
            What has succeeded before, such as publickey; several with commas. Not known without it; none where \
            nothing has.
            """,
            valueName: "methods"))
    var auth: String?
    @Option(
        help: ArgumentHelp(
            """
            The type of the key that sshd has checked before, such as ssh-ed25519; several with commas. Not known \
            without it; none where there was none, as where --auth has no publickey.
            """,
            valueName: "types"))
    var key: String?
    @Flag(help: "As while a name service does not answer: the groups are not known.")
    var groupsUnknown = false

    init() {}

    func validate() throws {
        if let from, NetworkAddress(from) == nil {
            throw ValidationError("--from is an IP address; Match address looks at nothing else")
        }
    }

    private var keyTypes: [String]? {
        if let key { return Self.names(in: key) }
        guard let auth else { return nil }
        return Self.names(in: auth).contains("publickey") ? nil : []
    }

    /// The names in a list with commas; none in `none`.
    private static func names(in list: String) -> [String] {
        list == "none" ? [] : list.split(separator: ",").map(String.init)
    }

    /// What the policy looks at when somebody of this name logs in so; the user is nil where there is none.
    func attributes(
        of name: String, _ user: User?, under policy: PolicyFile
    ) -> LoginAttributes {
        var attributes = LoginAttributes(
            user: user?.name ?? name, address: from, hostNames: HostName.all(), service: service,
            authenticationMethods: auth.map(Self.names), keyTypes: keyTypes)
        if groupsUnknown {
            attributes.groupDoubt = "--groups-unknown"
        } else if policy.needsGroups, let user {
            attributes.note(user.groups())
        }
        return attributes
    }
}

internal import ArgumentParser
internal import Messages

/// Where the policy is; an option of every command.
struct PolicyOption: ParsableArguments {
    @Option(
        name: .customLong("policy"),
        help: ArgumentHelp(
            "The policy file, for root. (default: \(usualPath))", valueName: "path"),
        completion: .file())
    var givenPath: String?

    /// Where the policy is unless somebody says otherwise.
    static let usualPath = "/etc/sallyport/policy.conf"

    init() {}

    /// Where the policy is.
    var path: String { givenPath ?? Self.usualPath }

    /// This host for a command that repairs; under its policy, where a person gives the command.
    func repairHost(in session: Session) throws -> RepairHost {
        guard session.person == nil else { return RepairHost(try host(in: session)) }
        try Host.requireRoot()
        return RepairHost(policy: path, in: session)
    }

    /// This host under that policy; for a person, under the policy the administrator has set.
    func host(in session: Session) throws -> Host {
        try Host.requireRoot()
        guard let person = session.person else { return try Host(policy: path) }
        guard givenPath == nil else { throw Failure(.onlyRootChoosesPolicy) }
        return try Host(policy: person.policyPath)
    }
}

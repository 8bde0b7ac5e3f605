internal import ArgumentParser

/// Where the policy is; an option of every command.
struct PolicyOption: ParsableArguments {
    @Option(
        name: .customLong("policy"),
        help: ArgumentHelp("The policy file.", valueName: "path"), completion: .file())
    var path = "/etc/sallyport/policy.conf"

    init() {}

    /// This host under that policy.
    func host() throws -> Host {
        try Host.requireRoot()
        return try Host(policy: path)
    }
}

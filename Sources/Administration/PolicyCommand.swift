package import ArgumentParser

/// `sallyport policy`: what the policy says.
package struct PolicyCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Check the policy, or explain what it means for a login.",
        subcommands: [PolicyCheck.self, PolicyExplain.self])

    package init() {}
}

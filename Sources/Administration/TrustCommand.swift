package import ArgumentParser

/// `sallyport trust`: the sources that are not asked for a code for a while.
package struct TrustCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Show or end trust in sources that have shown a code lately; see TrustPeriod.",
        subcommands: [TrustList.self, TrustRevoke.self])

    package init() {}
}

internal import ArgumentParser

/// Where the self-service listens; an option of every command that people use for themselves.
package struct ServiceOption: ParsableArguments {
    @Option(
        name: .customLong("socket"),
        help: ArgumentHelp(
            "The socket of the self-service, for anybody but root.", valueName: "path"),
        completion: .file())
    var path = SelfService.usualPath

    package init() {}
}

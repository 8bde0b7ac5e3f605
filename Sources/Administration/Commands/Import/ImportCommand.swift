package import ArgumentParser

/// `sallyport import`: takes over what people enrolled with something else.
package struct ImportCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take over devices and scratch codes from another module or app.",
        discussion: """
            Without --apply nothing is stored: the report says what would be. The old files are only ever \
            read.
            """,
        subcommands: [ImportGoogleAuthenticator.self, ImportOATH.self, ImportOTPAuth.self])

    package init() {}
}

/// Options of all the ways to import.
struct ImportOptions: ParsableArguments {
    /// What --json prints, for the help of the commands.
    static let jsonHelp = """
        --json prints an object: "applied" (whether anything was to be stored), and "items", an array with an \
        object for each device, set of scratch codes, or line there is something to say about: "user", "item" (the \
        device's label, "recovery codes" or null), "count" (of recovery codes, or null), "method", \
        "algorithm", "digits" and "period" (each null where it does not apply), "result" ("imported", \
        "skipped", "noted" or "failed"; "imported" stands for what would be, where nothing is applied), "notes" (an \
        array of sentences), "file" and "line" (null where there is none).
        """

    @OptionGroup var policy: PolicyOption
    @Flag(help: "Store what the report lists.") var apply = false
    @Flag(
        help: ArgumentHelp(
            "Take the place of a device with the same key or label, and of recovery codes."
        ))
    var replace = false
    @Flag(help: "Print JSON.") var json = false

    init() {}
}

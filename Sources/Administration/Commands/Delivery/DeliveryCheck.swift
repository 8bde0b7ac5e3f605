package import ArgumentParser
internal import Delivery
internal import Policy
internal import Wire

/// `sallyport delivery check`: finds what is wrong with the channels before a login does.
package struct DeliveryCheck: AdministrationCommand {
    /// How long a check of all channels may take, in seconds: as long as the longest DeliveryTimeout.
    private static let timeout = 60

    package static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the delivery file, its secrets and the servers of its channels.",
        discussion: """
            Starts the program that sends codes, as a login does, and has it do all but send: read the \
            delivery file and the secrets, check owners and modes, and reach the servers. Each step is a \
            line. The exit status is 1 where something is wrong.

            --json prints an object: "file" (the delivery file), "channel" (that of --channel, or null), "checked" (what \
            was found good, in words; null where something is wrong), \(CourierReport.jsonHelp), and "error" (null, or \
            what is wrong).
            """)

    @OptionGroup var policy: PolicyOption
    @Option(help: ArgumentHelp("Check only this channel.", valueName: "name")) var channel: String?
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    private struct Check: Encodable {
        let file: String
        @Nullable private(set) var channel: String?
        @Nullable private(set) var checked: String?
        let steps: [String]
        let problems: [String]
        @Nullable private(set) var error: String?
    }

    package func perform(in session: Session) throws {
        let settings = try policy.host(in: session).policy.hostSettings
        let request = DeliveryRequest(
            deliveryFile: settings.deliveryFile, timeout: Self.timeout,
            task: .check(channel: channel, reachesServers: true))
        let report = session.runCourier(settings.courierProgram, request, json: json)
        let error = report.failure?.reason
        if json {
            try session.writeJSON(
                Check(
                    file: settings.deliveryFile, channel: Nullable(channel),
                    checked: Nullable(report.answer),
                    steps: report.steps, problems: report.problems, error: Nullable(error)))
        } else if let checked = report.answer {
            try session.write("\(settings.deliveryFile): no errors; checked: \(checked)\n")
        }
        if let error { throw Failure(error) }
    }
}

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
            """)

    @OptionGroup var policy: PolicyOption
    @Option(help: ArgumentHelp("Check only this channel.", valueName: "name")) var channel: String?

    package init() {}

    package func perform(in session: Session) throws {
        let settings = try policy.host(in: session).policy.hostSettings
        let request = DeliveryRequest(
            deliveryFile: settings.deliveryFile, timeout: Self.timeout,
            task: .check(channel: channel, reachesServers: true))
        let checked = try session.runCourier(settings.courierProgram, request)
        try session.write("\(settings.deliveryFile): no errors; checked: \(checked)\n")
    }
}

extension Session {
    /// Starts the courier and prints each of its steps, and each problem, as it comes.
    ///
    /// - Returns: To whom it sent a code, masked; of a check, what was checked.
    /// - Throws: why there is none of that, and whether a code may have been sent.
    func runCourier(_ program: String, _ request: DeliveryRequest) throws -> String {
        do throws(DeliveryFailure) {
            return try CourierProcess.run(program, request) { reply in
                switch reply.kind {
                // A step nobody can be shown is no reason to stop halfway.
                case .step: try? write("\(reply.text)\n")
                case .problem: warn(reply.text)
                // What ends it is what the call returns or throws.
                case .sent, .checked, .failed, .unknown: break
                }
            }
        } catch {
            if error.isCertain { throw Failure(error.reason) }
            if case .check = request.task { throw Failure(error.reason) }
            throw Failure("nobody knows whether it was sent: \(error.reason)")
        }
    }
}

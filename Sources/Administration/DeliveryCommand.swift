package import ArgumentParser

/// `sallyport delivery`: what sends codes.
package struct DeliveryCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "delivery", abstract: "Check what sends codes.",
        subcommands: [DeliveryCheck.self])

    package init() {}
}

package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import Import
internal import TextCoding

/// `sallyport import otpauth`: URIs and exports of authenticator apps.
package struct ImportOTPAuth: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        commandName: "otpauth",
        abstract: "Add the devices of otpauth URIs, or of an app's export, to a user's account.",
        discussion: """
            From standard input or a file; never on the command line, where others could see it. One URI a \
            line, which may also be an export of Google's app (otpauth-migration://offline?data=); or the \
            export in JSON of Aegis, 2FAS, Bitwarden, andOTP, FreeOTP+ or Ente Auth, made without a password. \
            Exports often hold keys that belong to other services: --only chooses.

            \(ImportOptions.jsonHelp)
            """,
        aliases: ["app"])

    @OptionGroup var options: ImportOptions
    @Argument(help: "The user's name.") var user: String
    @Option(
        help: ArgumentHelp(
            "Read this file, which must be that user's or root's, instead of standard input.",
            valueName: "path"))
    var file: String?
    @Option(
        help: ArgumentHelp(
            "Import only the device of this name in the report. Can be given again.",
            valueName: "name"))
    var only: [String] = []
    // The argument parser repeats what it did not expect, and that may be a URI.
    @Argument(help: .hidden) var surplus: [String] = []

    package init() {}

    package func validate() throws {
        guard !([user] + surplus).contains(where: KeyLikeText.isURI) else {
            throw ValidationError(
                "A URI is read from standard input or from --file, not from the command line, where "
                    + "others see it.")
        }
        guard surplus.isEmpty else {
            throw ValidationError("Name one user; a file is given with --file.")
        }
    }

    package func perform(in session: Session) throws {
        var importer = try Importer(options, in: session)
        guard let user = try User.named(user) else {
            throw Failure("this system has no user named \(KeyLikeText.hidden(in: self.user))")
        }
        var content = try text(of: user, in: session).withBytes { OTPAuthList.account(from: $0) }
        if !only.isEmpty {
            content.keepOnly(only)
            for name in only where !content.devices.contains(where: { $0.isCalled(name) }) {
                let shown = KeyLikeText.isIn(name: name) ? "so" : name.printable
                importer.fail(user, file: file, "no device is named \(shown)")
            }
        }
        importer.take(
            ImportSource(
                user: user, format: content.app ?? "otpauth", file: file ?? "standard input",
                content: content, isForNewcomers: false))
        try importer.finish()
    }

    private func text(of user: User, in session: Session) throws -> SecretBytes {
        let limit = OTPAuthList.maximumLength
        guard let file else { return SecretBytes(copying: try session.readAll(limit)) }
        do {
            return try SecretBytes(reading: File(path: file, of: user), limit: limit)
        } catch {
            throw Failure(KeyLikeText.hidden(in: "\(error)"))
        }
    }
}

extension ImportedAccount {
    /// Leaves devices of other names out, and what is to be said of them.
    fileprivate mutating func keepOnly(_ names: [String]) {
        devices.removeAll { device in !names.contains { device.isCalled($0) } }
        findings.removeAll { finding in
            finding.device.map { device in !names.contains(device) } ?? false
        }
    }
}

extension ImportedDevice {
    /// Whether a name is the device's, in the file or in the report.
    fileprivate func isCalled(_ name: String) -> Bool { name == self.name || name == label }
}

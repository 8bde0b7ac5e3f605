package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import Import
internal import TextCoding

/// `sallyport import otpauth`: URIs of authenticator apps.
package struct ImportOTPAuth: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        commandName: "otpauth",
        abstract: "Add the devices of otpauth URIs to a user's account.",
        discussion: """
            One URI a line, from standard input or a file; never on the command line, where others could see \
            it. A line may also be an export of Google's app (otpauth-migration://offline?data=), which often \
            holds keys that belong to other services: --only chooses.

            \(ImportOptions.jsonHelp)
            """)

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

    package init() {}

    package func perform(in session: Session) throws {
        var importer = try Importer(options, in: session)
        let user = try User.existing(user)
        let text =
            if let file {
                try SecretBytes(
                    reading: File(path: file, of: user), limit: OTPAuthList.maximumLength)
            } else {
                try session.readAll(limit: OTPAuthList.maximumLength)
            }
        var content = text.withBytes { OTPAuthList.account(from: $0) }
        if !only.isEmpty {
            content.devices.removeAll { !only.contains($0.name ?? "") }
            for name in only where !content.devices.contains(where: { $0.name == name }) {
                importer.fail(user: user.name, file: file, "no device is named \(name.printable)")
            }
        }
        importer.take(
            ImportSource(
                user: user, format: "otpauth", file: file ?? "standard input", content: content,
                isForNewcomers: false))
        try importer.finish()
    }
}

extension Session {
    /// All lines of standard input, which may have `limit` bytes at most.
    fileprivate func readAll(limit: Int) throws -> SecretBytes {
        var bytes: [UInt8] = []
        while let line = readLine() {
            bytes += Array(line.utf8) + [UInt8(ascii: "\n")]
            guard bytes.count <= limit else {
                throw SystemError(.tooLong(limit: limit), "standard input")
            }
        }
        return SecretBytes(copying: bytes)
    }
}

package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import Import

/// `sallyport import google-authenticator`: what pam_google_authenticator has.
package struct ImportGoogleAuthenticator: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        commandName: "google-authenticator",
        abstract: "Take over the files of pam_google_authenticator.",
        discussion: """
            Reads .google_authenticator in the home of each user named, or of every user the system lists. A \
            user of a directory service may have to be named. Keys, counters, used codes and the learned clock \
            come over, and the scratch codes as recovery codes.

            An account that has or had a device, or has recovery codes, is left alone without --replace.

            \(ImportOptions.jsonHelp)
            """)

    /// The name of the file in each home.
    private static let fileName = ".google_authenticator"

    @OptionGroup var options: ImportOptions
    @Option(
        help: ArgumentHelp(
            "Read this file instead, for the one user named; it must be that user's or root's.",
            valueName: "path"))
    var file: String?
    @Argument(help: "The names of the users; all without one.") var users: [String] = []

    package init() {}

    package func validate() throws {
        if file != nil, users.count != 1 { throw ValidationError("--file needs one user") }
    }

    package func perform(in session: Session) throws {
        var importer = try Importer(options, in: session)
        // By their bytes: two Unicode spellings of one name are two users.
        var seen: Set<[UInt8]> = []
        for home in users.isEmpty ? try Home.all() : []
        where seen.insert(Array(home.user.name.utf8)).inserted {
            take(home, isAskedFor: false, with: &importer)
        }
        for name in users where seen.insert(Array(name.utf8)).inserted {
            guard let home = try Home.ofUser(named: name) else {
                importer.fail(unknown: name, file: nil, "this system has no such user")
                continue
            }
            take(home, isAskedFor: true, with: &importer)
        }
        try importer.finish()
    }

    /// Takes the file of one user; where there is none, only a user who was asked for is reported.
    private func take(_ home: Home, isAskedFor: Bool, with importer: inout Importer) {
        let path = file ?? home.path + "/" + Self.fileName
        do {
            let opened =
                if let file {
                    try File(path: file, of: home.user)
                } else {
                    try File(named: Self.fileName, in: home)
                }
            let text = try SecretBytes(
                reading: opened, limit: GoogleAuthenticatorFile.maximumLength)
            importer.take(
                ImportSource(
                    user: home.user, format: "google-authenticator", file: path,
                    content: text.withBytes { GoogleAuthenticatorFile.account(from: $0) },
                    isForNewcomers: true))
        } catch let error as UserFileError where error.isNotFound && !isAskedFor {
        } catch {
            importer.fail(home.user, file: path, "\(error)")
        }
    }
}

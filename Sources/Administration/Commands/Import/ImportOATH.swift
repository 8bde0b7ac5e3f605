package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import Import

/// `sallyport import oath`: what pam_oath has.
package struct ImportOATH: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        commandName: "oath",
        abstract: "Take over the users file of pam_oath.",
        discussion: """
            Types HOTP, HOTP/E/digits, HOTP/T30/digits and HOTP/T60/digits; keys, counters and the last code \
            used come over. Lines that pam_oath ignores are noted. The file must be root's, and others must \
            not be able to read it.

            An account that has or had a device, or has recovery codes, is left alone without --replace.

            \(ImportOptions.jsonHelp)
            """)

    @OptionGroup var options: ImportOptions
    @Option(
        help: ArgumentHelp("Import this user only. Can be given again.", valueName: "name"))
    var user: [String] = []
    @Argument(help: "The path of the users file.") var file = "/etc/users.oath"

    package init() {}

    package func perform(in session: Session) throws {
        var importer = try Importer(options, in: session)
        let entries: [OATHUsersFile.Entry]
        do {
            let text = try SecretBytes(
                reading: File(path: file, confidentiality: .secret),
                limit: OATHUsersFile.maximumLength)
            entries = try text.withBytes { (text) throws(UnusableLine) in
                try OATHUsersFile.entries(in: text)
            }
        } catch let error as UnusableLine {
            importer.fail(unknown: "", file: file, error.reason)
            return try importer.finish()
        } catch {
            throw Failure(KeyLikeText.hidden(in: "\(error)"))
        }
        // By their bytes: two Unicode spellings of one name are two users.
        let wanted = user.map { Array($0.utf8) }
        var names: [String] = []
        var people: [[UInt8]: ImportedAccount] = [:]
        for entry in entries {
            let name = Array(entry.user.utf8)
            guard wanted.isEmpty || wanted.contains(name) else { continue }
            if people[name] == nil { names.append(entry.user) }
            people[name, default: ImportedAccount()].add(entry)
        }
        for name in user where people[Array(name.utf8)] == nil {
            importer.fail(unknown: name, file: file, "no line is this user's")
        }
        for name in names {
            guard let content = people[Array(name.utf8)] else { continue }
            take(content, ofUserNamed: name, with: &importer)
        }
        try importer.finish()
    }

    private func take(
        _ content: ImportedAccount, ofUserNamed name: String, with importer: inout Importer
    ) {
        do {
            if let user = name.isEmpty ? nil : try User.named(name) {
                return importer.take(
                    ImportSource(
                        user: user, format: "oath", file: file, content: content,
                        isForNewcomers: true))
            }
        } catch {
            return importer.fail(unknown: name, file: file, "\(error)")
        }
        for finding in content.findings {
            switch finding.severity {
            case .note: importer.note(unknown: name, file: file, line: finding.line, finding.text)
            case .problem:
                importer.fail(unknown: name, file: file, line: finding.line, finding.text)
            }
        }
        for device in content.devices {
            importer.fail(
                unknown: name, file: file, line: device.line, "this system has no such user")
        }
    }
}

extension ImportedAccount {
    /// Adds what a line of a users file came to.
    fileprivate mutating func add(_ entry: OATHUsersFile.Entry) {
        switch entry.outcome {
        case .device(let device): devices.append(device)
        case .ignored(let reason):
            findings.append(ImportFinding(line: entry.line, severity: .note, text: reason))
        case .unusable(let reason):
            findings.append(ImportFinding(line: entry.line, severity: .problem, text: reason))
        }
    }
}

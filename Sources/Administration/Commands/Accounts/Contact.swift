internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import LoginFlow
internal import Messages
internal import Policy
internal import TextCoding
internal import Vocabulary

/// `sallyport contact`: where a user's codes are sent.
package struct Contact: PersonalCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Show or change where a user's codes are sent, and the user's language.",
        usage: Usage.both("contact"),
        discussion: """
            Without an option that changes something, the contacts are shown. A user without an account \
            gets one. Text messages go to the telephone number; a chat finds the person by the number \
            or the address, see the kind of its channel. Anybody but root can change \
            their own language only.

            \(ChangeHelp.json), "email", "phone" and "language", each of them null where there is none.
            """)

    /// What can be taken away.
    enum Entry: String, CaseIterable, ExpressibleByArgument {
        case email
        case phone
        case language
    }

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: Usage.user) var user: String?
    @Option(
        help: ArgumentHelp("The e-mail address.", valueName: "address"),
        transform: { (text) throws in try EmailAddress(text) })
    var email: EmailAddress?
    @Option(
        help: ArgumentHelp(
            "The telephone number, with + and the country code.", valueName: "number"),
        transform: { (text) throws in try PhoneNumber(text) })
    var phone: PhoneNumber?
    @Option(
        help: ArgumentHelp(
            "The language of prompts and messages: \(Language.allNames).", valueName: "language"),
        transform: { (text) throws in try Language(argument: text) })
    var language: Language?
    @Option(
        help: ArgumentHelp(
            "Take a contact away: email, phone or language. Can be given again.",
            valueName: "contact"))
    var clear: [Entry] = []
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func validate() throws {
        for (field, isSet) in [
            (Entry.email, email != nil), (.phone, phone != nil), (.language, language != nil),
        ] where isSet && clear.contains(field) {
            throw ValidationError("--\(field.rawValue) and --clear \(field.rawValue) at once")
        }
    }

    package func perform(in session: Session) throws {
        let host = try policy.host(in: session)
        let user = try session.user(named: user, for: "contact")
        if let person = session.person, reachesOthers {
            session.logRefusal(
                of: "contact", user: user.name, by: person, "only root says where codes are sent")
            throw Failure(.onlyRootChangesContacts)
        }
        guard setsSomething || !clear.isEmpty else {
            let contacts = try host.account(of: user).identity.contacts
            return try show(contacts, of: user, changed: false, in: session)
        }
        let accounts = try host.accounts(using: LibCrypto())
        // Only what is set makes an account.
        if !setsSomething { _ = try host.account(of: user) }
        var edit = try AccountEdit(of: user, in: accounts)
        let changed = change(&edit)
        let contacts = edit.identity.contacts
        let settings = host.settings(for: user)
        let status = try settings.enrolmentStatus(of: edit.identity, edit.state, at: session.now())
        if changed {
            try edit.save()
            session.logChange("contact", user: user, details: details)
        }
        warnOfMethods(under: settings, in: session)
        if !clear.isEmpty { try session.warn(of: user, status, under: settings) }
        if !changed, !json { try session.write(session.text(.contactsAlready) + "\n") }
        try show(contacts, of: user, changed: changed, in: session)
    }

    private var setsSomething: Bool { email != nil || phone != nil || language != nil }

    /// Whether more than the language is to change.
    private var reachesOthers: Bool {
        email != nil || phone != nil || clear.contains { $0 != .language }
    }

    /// Sets what is another than before: whatever is set ends trust, also to what it was.
    ///
    /// - Returns: Whether anything is.
    private func change(_ edit: inout AccountEdit) -> Bool {
        let old = edit.identity.contacts
        var changed = false
        if email != nil || clear.contains(.email), email?.text != old.email?.text {
            edit.setEmail(email)
            changed = true
        }
        if phone != nil || clear.contains(.phone), phone?.text != old.phone?.text {
            edit.setPhone(phone)
            changed = true
        }
        if language != nil || clear.contains(.language), language != old.language {
            edit.setLanguage(language)
            changed = true
        }
        return changed
    }

    /// What changed, for the log, which many people read: masked.
    private var details: [(name: String, value: String)] {
        let new: [(field: Entry, value: String?)] = [
            (.email, email?.masked), (.phone, phone?.masked), (.language, language?.name),
        ]
        return new.compactMap { field, value in
            let value = value ?? (clear.contains(field) ? "none" : nil)
            return value.map { (field.rawValue, $0) }
        }
    }

    /// Says when logins will send nothing to what was set.
    private func warnOfMethods(under settings: Settings, in session: Session) {
        if case .account = settings.recipients {
            if email != nil { session.warnUnlessSent([.email, .chat], under: settings) }
            if phone != nil { session.warnUnlessSent([.sms, .chat], under: settings) }
        } else if email != nil || phone != nil {
            session.warn(
                "Recipients of the policy is \(settings.recipients.text): codes do not go to "
                    + "the accounts' own contacts")
        }
    }

    private struct ShownContacts: Encodable {
        @Nullable private(set) var email: String?
        @Nullable private(set) var phone: String?
        @Nullable private(set) var language: String?

        init(_ contacts: Contacts) {
            email = contacts.email?.text
            phone = contacts.phone?.text
            language = contacts.language?.name
        }
    }

    private func show(
        _ contacts: Contacts, of user: User, changed: Bool, in session: Session
    ) throws {
        let shown = ShownContacts(contacts)
        try session.answer(
            ChangeReport(user.name, changed: changed, shown), json: json,
            """
            e-mail:    \(shown.email ?? "none")
            telephone: \(shown.phone ?? "none")
            language:  \(shown.language ?? "the policy's")
            """)
    }
}

extension Session {
    /// Warns where none of these methods sends a code to this person.
    fileprivate func warnUnlessSent(_ methods: [Method], under settings: Settings) {
        let names = methods.map(\.name).joined(separator: " and ")
        let wanted = settings.methods.filter(methods.contains)
        if wanted.isEmpty {
            warn("Methods of the policy lacks \(names): logins will not send codes there")
        } else if wanted.allSatisfy({ settings.channel(for: $0) == nil }) {
            let keywords = wanted.compactMap { $0.channelKeyword?.name }
            warn(
                "\(keywords.joined(separator: " and ")) of the policy is none: no code can be sent there"
            )
        }
    }
}

extension Language {
    /// Reads an option.
    fileprivate init(argument: String) throws {
        guard let language = Language(named: argument) else {
            throw ValidationError("a language is \(Language.allNames)")
        }
        self = language
    }
}

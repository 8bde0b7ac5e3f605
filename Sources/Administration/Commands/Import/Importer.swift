internal import Accounts
internal import Cryptography
internal import HostSystem
internal import Import
internal import Policy
internal import TextCoding
internal import Vocabulary

/// Takes the files of one run into the accounts, or only says what that would be, and reports.
struct Importer: ~Copyable {
    private let options: ImportOptions
    private let session: Session
    private let host: Host
    private let accounts: AccountStore
    private let library: LibCrypto
    private let time: Int64
    private var items: [ImportItem] = []

    init(_ options: ImportOptions, in session: Session) throws {
        try Host.requireRoot()
        let host = try options.policy.host(in: session)
        let library = try LibCrypto()
        let accounts = try host.accounts(using: library)
        let time = try session.now()
        self.options = options
        self.session = session
        self.host = host
        self.library = library
        self.accounts = accounts
        self.time = time
    }

    /// Imports what one file holds for one person.
    ///
    /// A failure is reported and keeps nobody else from being imported.
    mutating func take(_ source: ImportSource) {
        do {
            let settings = host.settings(for: source.user)
            var plan = try plan(source, under: settings)
            if options.apply, !(plan.additions.isEmpty && plan.recoveryCodes.isEmpty) {
                plan = try store(source, under: settings)
            }
            items += plan.items.map { $0.noting(methods: settings.methods) }
        } catch {
            fail(source.user, file: source.file, "\(error)")
        }
    }

    /// Reports what cannot be imported for a user.
    mutating func fail(_ user: User, file: String?, _ reason: String) {
        report(.failed, user: user.name, file: file, line: nil, reason)
    }

    /// Reports what cannot be imported, by a name that is no user's: in a damaged line the key may stand in its place.
    mutating func fail(unknown name: String, file: String?, line: Int? = nil, _ reason: String) {
        report(.failed, user: KeyLikeText.hidden(in: name), file: file, line: line, reason)
    }

    /// Reports what there is only something to know about, by such a name.
    mutating func note(unknown name: String, file: String?, line: Int?, _ text: String) {
        report(.noted, user: KeyLikeText.hidden(in: name), file: file, line: line, text)
    }

    private mutating func report(
        _ result: ImportItem.Result, user: String, file: String?, line: Int?, _ text: String
    ) {
        items.append(
            ImportItem(
                user: user, result: result, notes: [KeyLikeText.hidden(in: text)], file: file,
                line: line))
    }

    /// Prints the report; an error where something failed.
    consuming func finish() throws {
        if options.json {
            try session.writeJSON(ImportReport(applied: options.apply, items: items))
        } else {
            try session.write(text)
        }
        let failures = items.count { $0.result == .failed }
        guard failures == 0 else { throw Failure("could not be imported: \(failures)") }
    }

    private struct ImportReport: Encodable {
        let applied: Bool
        let items: [ImportItem]
    }

    private var text: String {
        guard !items.isEmpty else { return "nothing to import\n" }
        // What there is only something to know about stands below the table.
        let rows = items.filter { $0.result != .noted }.map { $0.cells(isApplied: options.apply) }
        let messages = items.compactMap(\.message)
        let isOnlyReport = !options.apply && items.contains { $0.result == .imported }
        return [
            rows.isEmpty ? "" : session.text(Table(header: ImportItem.header, rows: rows)),
            messages.map { $0.printable + "\n" }.joined(),
            isOnlyReport ? "Nothing is stored yet; --apply stores what would be imported.\n" : "",
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// What would be done, by the account as it is now, which need not be there.
    private borrowing func plan(
        _ source: ImportSource, under settings: Settings
    ) throws -> ImportPlan {
        guard let account = try accounts.account(of: source.user) else {
            return try plan(source, Identity(), nil, under: settings)
        }
        return try plan(source, account.identity, account.state, under: settings)
    }

    private borrowing func plan(
        _ source: ImportSource, _ identity: borrowing Identity, _ state: LoginState?,
        under settings: Settings
    ) throws -> ImportPlan {
        try ImportPlan(
            for: source, identity: identity, state: state, replaces: options.replace,
            window: settings.window, maxDevices: settings.maxDevices, time: time, library: library)
    }

    /// Plans anew under the account's lock, and stores.
    private borrowing func store(
        _ source: ImportSource, under settings: Settings
    ) throws -> ImportPlan {
        var edit = try AccountEdit(of: source.user, in: accounts)
        let plan = try plan(source, edit.identity, edit.state, under: settings)
        for addition in plan.additions {
            if let id = addition.replaced { edit.removeDevice(id) }
            // What takes the place of another adds none, also where there are more than are allowed.
            let isMore = addition.replaced == nil
            try edit.add(
                addition, at: time, upTo: isMore ? settings.maxDevices : Device.maximumCount)
        }
        if !plan.recoveryCodes.isEmpty { try edit.importRecoveryCodes(plan.recoveryCodes) }
        let contacts = edit.identity.contacts
        try edit.save()
        if !plan.additions.isEmpty {
            session.send(.deviceAdded, to: source.user, contacts, under: settings)
        }
        if !plan.recoveryCodes.isEmpty {
            session.send(.recoveryCodesRenewed, to: source.user, contacts, under: settings)
        }
        for addition in plan.additions {
            session.logChange(
                "import", user: source.user, device: addition.label,
                details: [("from", source.format)])
        }
        if !plan.recoveryCodes.isEmpty {
            session.logChange(
                "import", user: source.user,
                details: [
                    ("recovery-codes", String(plan.recoveryCodes.count)), ("from", source.format),
                ])
        }
        return plan
    }
}

extension AccountEdit {
    fileprivate mutating func add(
        _ addition: ImportPlan.Addition, at time: Int64, upTo maximum: Int
    ) throws {
        try addition.device.key.withBytes { (key) throws(AccountError) in
            try importDevice(
                label: addition.label, movingFactor: addition.movingFactor, key: key,
                nextCounter: addition.nextCounter, used: addition.used, drift: addition.drift,
                time: time, upTo: maximum)
        }
    }
}

extension ImportItem {
    /// The item, with a word where the policy's Methods leaves its codes out.
    fileprivate func noting(methods: [Method]) -> ImportItem {
        let needed = count == nil ? method : Method.recovery.name
        guard result == .imported, let needed, !methods.contains(where: { $0.name == needed })
        else { return self }
        var noted = self
        noted.notes.append("Methods of the policy lacks \(needed): logins will not take its codes")
        return noted
    }
}

internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import Policy
internal import TextCoding

/// `sallyport key rotate`: seals all accounts anew under a new key.
package struct KeyRotate: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Make a new key, and seal all accounts anew with it.",
        discussion: """
            For a key that others may have seen. People go on logging in meanwhile, with the devices and the recovery \
            codes they have. Nothing is begun where an account does not open or its user is not known at the moment. \
            It may be broken off at any point: the same command goes on. Old copies of KeyFile open no account any \
            more afterwards, and the new one needs a copy. Recovery codes stay hashed as they were: where the old \
            key was in wrong hands, hand out new ones too.

            --json prints an object: "accounts" (how many were sealed anew, now), "continued" (whether one was gone \
            on with that had been broken off), "previous" and "fingerprint" (of the key before and of the new one).
            """)

    @OptionGroup var policy: PolicyOption
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    private struct Report: Encodable {
        let accounts: Int
        let continued: Bool
        let previous: String
        let fingerprint: String
    }

    package func perform(in session: Session) throws {
        let host = try policy.host(in: session)
        let settings = host.policy.hostSettings
        let accounts = try host.accounts(using: LibCrypto())
        let isContinued = KeyRotation.isUnderWay(keyFile: settings.keyFile)
        let isProven = try !isContinued && allOpen(accounts, in: session)
        if !json {
            try session.write(
                isContinued
                    ? "going on with the change of the key that was broken off\n"
                    : "all accounts open; sealing them anew\n")
        }
        let rotation = try KeyRotation(
            stateDirectory: settings.stateDirectory, keyFile: settings.keyFile,
            isProven: isProven, library: LibCrypto())
        let report = Report(
            accounts: try reseal(accounts, under: rotation, in: session),
            continued: rotation.isContinued, previous: rotation.current.description,
            fingerprint: rotation.next.description)
        try rotation.finish()
        session.logChange(
            "key-rotate",
            details: [("accounts", String(report.accounts)), ("key", report.fingerprint)])
        if json { return try session.writeJSON(report) }
        try session.write(
            """
            \(settings.keyFile): the new key has the fingerprint \(report.fingerprint), the one before had \
            \(report.previous); accounts sealed anew: \(report.accounts)
            Keep a copy of the new key: without it no account opens.

            """)
    }

    /// Seals all accounts anew, also those that are made meanwhile.
    private func reseal(
        _ accounts: borrowing AccountStore, under rotation: borrowing KeyRotation,
        in session: Session
    ) throws -> Int {
        var count = try pass(over: accounts, under: rotation, in: session)
        try rotation.endOldKey()
        while true {
            let late = try pass(over: accounts, under: rotation, in: session)
            count += late
            if late == 0 { return count }
        }
    }

    /// Seals once each account anew that is not yet.
    ///
    /// - Returns: How many were.
    private func pass(
        over accounts: borrowing AccountStore, under rotation: borrowing KeyRotation,
        in session: Session
    ) throws -> Int {
        var count = 0
        let problems = try forEachUser(of: accounts, in: session) { user in
            if try rotation.reseal(user) == .resealed { count += 1 }
        }
        guard problems == 0 else {
            throw Failure(
                """
                accounts that could not be sealed anew: \(problems); sealed anew: \(count). Both keys are good until \
                the same command has done the rest
                """)
        }
        return count
    }

    /// Opens all accounts.
    ///
    /// - Returns: Whether there are some.
    /// - Throws: where one does not open.
    private func allOpen(
        _ accounts: borrowing AccountStore, in session: Session
    ) throws -> Bool {
        var count = 0
        let problems = try forEachUser(of: accounts, in: session) { user in
            if try accounts.account(of: user) != nil { count += 1 }
        }
        guard problems == 0 else {
            throw Failure("accounts that cannot be opened: \(problems); nothing is changed")
        }
        return count > 0
    }

    /// Does something with everybody who has an account, and says of whom it failed.
    ///
    /// - Returns: Of how many.
    /// - Throws: what is the same of all of them, and to be said once.
    private func forEachUser(
        of accounts: borrowing AccountStore, in session: Session, _ body: (User) throws -> Void
    ) throws -> Int {
        var problems = 0
        for name in try accounts.userNames() {
            do {
                guard let user = try User.named(name) else {
                    throw Failure(AccountStatus.unknownUser)
                }
                try body(user)
            } catch AccountError.wrongKey(let path) {
                throw AccountError.wrongKey(path)
            } catch {
                session.warn("\(name.printable): \("\(error)".printable)")
                problems += 1
            }
        }
        return problems
    }
}

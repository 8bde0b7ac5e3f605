internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import HostSystem
internal import TextCoding

/// `sallyport forget`: removes an account, also one that cannot be opened.
package struct Forget: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Remove the account of a user: devices, recovery codes, wrong codes.",
        discussion: """
            Also where the account cannot be opened: it is damaged, sealed with another key, or of a user \
            who is gone or came again with another id. It asks first, and does nothing unless the answer is \
            yes. Without an account the user is "unenrolled", and the policy says what becomes of them; to \
            forget somebody who has none is no error.

            \(ChangeHelp.json).
            """)

    @OptionGroup var policy: PolicyOption
    @Argument(help: "The user's name.") var user: String
    @Flag(help: "Do not ask first.") var yes = false
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func perform(in session: Session) throws {
        let accounts = try policy.host(in: session).accounts(using: LibCrypto())
        let names = try accounts.userNames()
        let user = spellings.first { spelling in
            names.contains { $0.utf8.elementsEqual(spelling.utf8) }
        }
        let name = (user ?? self.user).printable
        if user != nil, !yes {
            let question = "Remove all devices and recovery codes of \(name)? [yes/no] "
            guard try session.ask(question, json: json) == "yes" else {
                throw Failure("the answer was not yes; nothing is removed")
            }
        }
        guard let user, try accounts.removeAccount(named: user) else {
            return try session.answer(
                ChangeReport(user ?? self.user, changed: false), json: json,
                "\(name) has no account")
        }
        session.logChange("forget", userNamed: user)
        try session.answer(
            ChangeReport(user, changed: true), json: json, "The account of \(name) is removed.")
    }

    /// The names the account may have: the system's for the user, as all commands look for it, and what was typed,
    /// since the user may be gone, or the directory that knows them away.
    private var spellings: [String] {
        guard let found = try? User.named(user), !found.name.utf8.elementsEqual(user.utf8) else {
            return [user]
        }
        return [found.name, user]
    }
}

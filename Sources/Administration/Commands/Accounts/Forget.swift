internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import TextCoding

/// `sallyport forget`: removes an account, also one that cannot be opened.
package struct Forget: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Remove the account of a user: devices, recovery codes, wrong codes.",
        discussion: """
            Also where the account cannot be opened: it is damaged, sealed with another key, or of a user \
            who is gone or came again with another id. It asks first, and does nothing unless the answer is \
            yes. Without an account the user is "unenrolled", and the policy says what becomes of them.
            """)

    @OptionGroup var policy: PolicyOption
    @Argument(help: "The user's name.") var user: String
    @Flag(help: "Do not ask first.") var yes = false

    package init() {}

    package func perform(in session: Session) throws {
        let accounts = try policy.host(in: session).accounts(using: LibCrypto())
        let name = user.printable
        guard try accounts.userNames().contains(where: { $0.utf8.elementsEqual(user.utf8) }) else {
            throw Failure("\(name) has no account")
        }
        if !yes {
            try session.write("Remove all devices and recovery codes of \(name)? [yes/no] ")
            guard session.readLine() == "yes" else {
                throw Failure("the answer was not yes; nothing is removed")
            }
        }
        guard try accounts.removeAccount(named: user) else {
            throw Failure("\(name) has no account")
        }
        session.logChange("forget", userNamed: user)
        try session.write("The account of \(name) is removed.\n")
    }
}

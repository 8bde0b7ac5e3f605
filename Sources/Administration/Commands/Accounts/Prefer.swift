internal import Accounts
package import ArgumentParser
internal import HostSystem
internal import Messages
internal import Policy
internal import TextCoding
internal import Vocabulary

/// `sallyport prefer`: the method a user's logins begin with.
package struct Prefer: PersonalCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Choose the method a user's logins begin with, of those the policy takes.",
        usage: Usage.both("prefer", "<method> "),
        discussion: """
            With `none` logins begin with the policy's first.

            \(ChangeHelp.json), and "method" (null for the policy's first).
            """)

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: Usage.user) var first: String
    @Argument(
        help: ArgumentHelp("totp, hotp, email, sms, chat or none.", valueName: "method"))
    var second: String?
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    private struct Preference: Encodable {
        @Nullable private(set) var method: String?
    }

    package func validate() throws { _ = try method() }

    /// The method; nil for the policy's first.
    ///
    /// Recovery codes and the number on the screen are for when there is nothing else.
    private func method() throws -> Method? {
        let name = second ?? first
        if name == "none" { return nil }
        let methods = Method.allCases.filter { $0 != .recovery && $0 != .screen }
        guard let method = Method(named: name), methods.contains(method) else {
            throw ValidationError(
                "a method is one of \(methods.map(\.name).joined(separator: ", ")) or none")
        }
        return method
    }

    package func perform(in session: Session) throws {
        let user = try session.user(named: second == nil ? nil : first, for: "prefer")
        let host = try policy.host(in: session)
        let method = try method()
        let name = method?.name ?? "none"
        var edit = try AccountEdit(host.account(of: user))
        let isAnother = edit.identity.contacts.preferredMethod != method
        if isAnother {
            edit.setPreferredMethod(method)
            try edit.save()
            session.logChange("prefer", user: user, details: [("method", name)])
        }
        let methods = host.settings(for: user).methods
        if let method, !methods.contains(method) {
            session.warn(session.text(.preferredMethodLacking(name)))
        }
        try session.answer(
            ChangeReport(user.name, changed: isAnother, Preference(method: Nullable(method?.name))),
            json: json,
            session.text(
                isAnother
                    ? .preferred(method?.name, user: user.name)
                    : .preferredAlready(method?.name, user: user.name)))
    }
}

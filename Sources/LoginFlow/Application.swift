internal import TextCoding
internal import Vocabulary

/// What the application says of a login: which service it is, from where, and what has succeeded before.
///
/// A class, as all that is read once and then looked at by every step: copying it would be much of the module's code.
final class Application {
    /// The PAM service of sshd.
    static var secureShell: String { "sshd" }

    /// The PAM service; empty where it is none that is UTF-8.
    let service: String
    /// Where the login comes from, as the application tells it; nil where it does not.
    let remoteHost: [UInt8]?
    /// The user who asks for it, as the application tells it: of this host, or of a remote one where it names that.
    let remoteUser: [UInt8]?
    /// The address it comes from; nil where nobody tells.
    ///
    /// With `UseDNS yes` PAM_RHOST is a name, which whoever owns the address can choose; sshd since 8.0 tells the
    /// address besides, in SSH_CONNECTION. Of any application but sshd nobody knows who sets that variable.
    let address: String?
    /// What sshd says has succeeded before it asked PAM: the lines of SSH_AUTH_INFO_0, such as
    /// `publickey ssh-ed25519 AAAA…`.
    ///
    /// Believed for the service sshd only: of any other application nobody knows who sets the variable. nil where
    /// nobody tells, as sshd before 7.8; no line where nothing has succeeded yet.
    let firstFactors: [String]?
    /// Whether the application names its terminal as sshd does, of whatever version and under whatever service.
    let isSecureShell: Bool

    /// - Parameters:
    ///   - service: PAM_SERVICE; nil for none.
    ///   - remoteHost: PAM_RHOST; nil for none.
    ///   - remoteUser: PAM_RUSER; nil for none.
    ///   - terminal: PAM_TTY; nil for none.
    ///   - environmentValue: Gives a value of the PAM environment; nil where there is none.
    init(
        service: [UInt8]? = nil, remoteHost: [UInt8]? = nil, remoteUser: [UInt8]? = nil,
        terminal: [UInt8]? = nil, environmentValue: (String) -> String? = { _ in nil }
    ) {
        self.service = service.flatMap { String(validating: $0, as: UTF8.self) } ?? ""
        self.remoteHost = remoteHost
        self.remoteUser = remoteUser
        isSecureShell = terminal == "ssh".bytes
        let isSSHD = self.service.hasSameBytes(as: Self.secureShell)
        if let text = remoteHost.flatMap({ String(validating: $0, as: UTF8.self) }),
            NetworkAddress(text) != nil
        {
            address = text
        } else if remoteHost != nil, isSSHD || isSecureShell {
            address = environmentValue("SSH_CONNECTION")?.parts(separatedBy: " ").first
        } else {
            address = nil
        }
        firstFactors =
            isSSHD ? environmentValue("SSH_AUTH_INFO_0")?.parts(separatedBy: "\n") : nil
    }
}

extension PAMTransaction {
    /// What the application says of the login.
    func application() -> Application {
        Application(
            service: item(.service), remoteHost: item(.remoteHost), remoteUser: item(.remoteUser),
            terminal: item(.terminal), environmentValue: environmentValue)
    }
}

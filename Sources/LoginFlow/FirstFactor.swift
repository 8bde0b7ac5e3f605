internal import HostSystem
internal import Policy
internal import TextCoding

extension Login {
    /// What sshd says has succeeded before it asked PAM: the lines of SSH_AUTH_INFO_0, such as
    /// `publickey ssh-ed25519 AAAA…`.
    ///
    /// Believed for the service sshd only: of any other application nobody knows who sets the variable.
    ///
    /// - Returns: nil where nobody tells, as sshd before 7.8; no line where nothing has succeeded yet.
    func firstFactors(of service: String) -> [String]? {
        guard service.hasSameBytes(as: Self.secureShell) else { return nil }
        return pam.environmentValue("SSH_AUTH_INFO_0")?.parts(separatedBy: "\n")
    }

    /// The PAM service of sshd.
    static var secureShell: String { "sshd" }

    /// Refuses where the stack stands on a key that nobody says was checked: `after=publickey`.
    ///
    /// Before the policy is asked: where it wants no code, such a stack would have checked nothing at all.
    func requireKey(of person: Person, _ arguments: ModuleArguments) throws(Refusal) {
        guard arguments.followsKey else { return }
        let methods = person.attributes.authenticationMethods ?? []
        guard methods.contains(where: { $0.hasSameBytes(as: "publickey") }) else {
            throw .keyNotTold
        }
    }
}

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

    /// The types of the keys in lines of SSH_AUTH_INFO_0, such as `ssh-ed25519`; a certificate has its own.
    ///
    /// - Returns: nil where nobody tells what has succeeded, or of a key not its type; no type where no key has.
    func keyTypes(in firstFactors: [String]?) -> [String]? {
        guard let firstFactors else { return nil }
        var types: [String] = []
        for line in firstFactors {
            let words = line.parts(separatedBy: " ")
            guard words.first?.hasSameBytes(as: "publickey") ?? false else { continue }
            guard words.count >= 2 else { return nil }
            types.append(words[1])
        }
        return types
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

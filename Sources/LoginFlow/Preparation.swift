internal import Accounts
internal import Cryptography
package import HostSystem
package import Policy
internal import TextCoding
internal import ConfigurationGrammar
internal import Vocabulary

/// Who wants in.
struct Person {
    /// The user; nil where the system knows none of that name.
    let user: User?
    /// The name as the application spells it.
    let typedName: [UInt8]
    /// What the policy looks at, but for the groups.
    let attributes: LoginAttributes
}

extension Login {
    /// Reads the policy.
    ///
    /// Without one there is no telling what the administrator wants, so nobody gets in.
    func readPolicy(_ path: String) throws(Refusal) -> PolicyFile {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File(path: path, confidentiality: .open).contents(
                limit: PolicyFile.maximumSize)
        } catch {
            throw .policy(error.description)
        }
        do throws(ConfigurationError) {
            return try PolicyFile(parsing: bytes)
        } catch {
            throw .policy(compact("\(path) line \(error.line): \(error.message)"))
        }
    }

    /// Finds out who wants in, from where and to what.
    func identifyPerson(_ report: inout LoginReport) throws(Refusal) -> Person {
        guard let typedName = pam.user(), !typedName.isEmpty else { throw .unknownUser }
        let service = pam.item(.service).flatMap { String(validating: $0, as: UTF8.self) } ?? ""
        let remoteHost = pam.item(.remoteHost)
        report.service = service
        report.remoteHost = remoteHost
        let user: User?
        // A name that is no UTF-8 is nobody's.
        let name = String(validating: typedName, as: UTF8.self)
        do throws(SystemError) {
            user = if let name { try User.named(name) } else { nil }
        } catch {
            throw .userDatabase(error)
        }
        report.user = user?.name
        let address = address(remoteHost)
        if let remoteHost, let address, Array(address.utf8) != remoteHost {
            report.address = address
        }
        let firstFactors = firstFactors(of: service)
        let methods = firstFactors?.compactMap { line in
            line.parts(separatedBy: " /").first
        }
        return Person(
            user: user, typedName: typedName,
            attributes: LoginAttributes(
                user: user?.name ?? name ?? "", address: address, hostNames: HostName.all(),
                service: service, authenticationMethods: methods,
                keyTypes: keyTypes(in: firstFactors)))
    }

    /// The address the login comes from.
    ///
    /// With `UseDNS yes` PAM_RHOST is a name, which whoever owns the address can choose; sshd since
    /// 8.0 tells the address besides, in SSH_CONNECTION.
    private func address(_ remoteHost: [UInt8]?) -> String? {
        guard let remoteHost else { return nil }
        if let text = String(validating: remoteHost, as: UTF8.self), NetworkAddress(text) != nil {
            return text
        }
        return pam.environmentValue("SSH_CONNECTION")?.parts(separatedBy: " ").first
    }

    /// What holds for this login.
    func resolve(
        _ policy: PolicyFile, for person: Person, _ report: inout LoginReport
    ) -> Resolution {
        var attributes = person.attributes
        if policy.needsGroups, let user = person.user {
            attributes.note(user.groups())
            report.groupDoubt = attributes.groupDoubt
        }
        return policy.resolve(attributes)
    }

    /// Finds libcrypto.
    func loadLibrary() throws(Refusal) -> LibCrypto {
        do throws(CryptographyError) { return try LibCrypto() } catch { throw .cryptography(error) }
    }

    /// The time of day, without which neither codes nor locks mean anything.
    func time() throws(Refusal) -> Int64 {
        guard let time = clock() else { throw .clock }
        return time
    }
}

extension LoginAttributes {
    /// Keeps the groups of the user, as far as they are known.
    package mutating func note(_ groups: UserGroups) {
        self.groups = groups.names
        groupDoubt = groups.doubt
    }
}

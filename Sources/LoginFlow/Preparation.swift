internal import Accounts
internal import Cryptography
internal import HostSystem
internal import Policy

/// Who wants in.
struct Person {
    /// The user; nil where the system knows none of that name.
    let user: User?
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
        do throws(PolicyError) {
            return try PolicyFile(parsing: bytes)
        } catch {
            throw .policy(compact("\(path) line \(error.line): \(error.message)"))
        }
    }

    /// Finds out who wants in, from where and to what.
    func identifyPerson(_ report: inout LoginReport) throws(Refusal) -> Person {
        guard let name = pam.user(), !name.isEmpty else { throw .unknownUser }
        let service = pam.item(.service) ?? ""
        let remoteHost = pam.item(.remoteHost)
        report.service = service
        report.remoteHost = remoteHost
        let user: User?
        do throws(SystemError) { user = try User.named(name) } catch { throw .userDatabase(error) }
        report.user = user?.name
        let address = address(remoteHost)
        if let remoteHost, let address, !address.hasSameBytes(as: remoteHost) {
            report.address = address
        }
        return Person(
            user: user,
            attributes: LoginAttributes(
                user: user?.name ?? name, address: address, hostNames: HostName.all(),
                service: service, authenticationMethods: firstFactors()))
    }

    /// The address the login comes from.
    ///
    /// With `UseDNS yes` PAM_RHOST is a name, which whoever owns the address can choose; sshd since
    /// 8.0 tells the address besides, in SSH_CONNECTION.
    private func address(_ remoteHost: String?) -> String? {
        guard let remoteHost else { return nil }
        if NetworkAddress(remoteHost) != nil { return remoteHost }
        return pam.environmentValue("SSH_CONNECTION")?.parts(separatedBy: " ").first
    }

    /// The methods that succeeded before this one: the first word of each line of SSH_AUTH_INFO_0,
    /// which sshd sets since 7.8.
    private func firstFactors() -> [String] {
        guard let lines = pam.environmentValue("SSH_AUTH_INFO_0") else { return [] }
        return lines.parts(separatedBy: "\n").compactMap { line in
            line.parts(separatedBy: " /").first
        }
    }

    /// The settings that hold for this login.
    func settings(for person: Person, of policy: PolicyFile) throws(Refusal) -> Settings {
        var attributes = person.attributes
        if policy.needsGroups, let user = person.user {
            do throws(SystemError) { attributes.groups = try user.groups() } catch {
                throw .userDatabase(error)
            }
        }
        return policy.settings(for: attributes)
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

internal import Accounts
internal import Cryptography
internal import HostSystem
internal import Policy

/// This host under one policy, with its accounts opened once.
struct Prospect: ~Copyable {
    let host: Host
    /// nil where they cannot be opened at all; a finding says so.
    private let accounts: AccountStore?

    init(under policy: PolicyFile) {
        host = Host(policy: policy)
        accounts = try? host.accounts(using: LibCrypto())
    }

    /// Who has an account: something was enrolled once, or it cannot be read.
    borrowing func enrolledUsers() throws -> [User] {
        var users: [User] = []
        for name in try accounts?.userNames() ?? [] {
            guard let user = try? User.named(name) else { continue }
            do throws(AccountError) {
                if let account = try accounts?.account(of: user), account.identity.isEnrolled {
                    users.append(user)
                }
            } catch {
                users.append(user)
            }
        }
        return users
    }

    /// What a login of a user to sshd comes to, from no address in particular.
    borrowing func outcome(of user: User, at time: Int64) -> LoginForecast.Outcome {
        let settings = host.settings(for: user)
        let person: LoginForecast.Applicant =
            switch accounts {
            case .some(let accounts): .init(user, in: accounts, under: settings, at: time)
            case .none: .unreadable
            }
        return LoginForecast(of: user.name, under: settings, person, at: Int(clamping: time))
            .outcome
    }
}

import Accounts
import AccountsTestSupport
import HostSystem
import Testing
import TestSupport

/// What kind of error a body ends with; nil where it ends with none.
enum AccountFailure: Equatable {
    case system(SystemError.Reason)
    case cryptography
    case wrongKey
    case damaged
    case version(UInt8)
    case contended
    case unsettled
    case locked(Lock)
    case invalid

    init(_ error: AccountError) {
        switch error {
        case .system(let error): self = .system(error.reason)
        case .cryptography: self = .cryptography
        case .wrongKey: self = .wrongKey
        case .damaged: self = .damaged
        case .version(let version, _): self = .version(version)
        case .contended: self = .contended
        case .unsettled: self = .unsettled
        case .locked(let lock): self = .locked(lock)
        case .invalid: self = .invalid
        }
    }
}

/// Why a body failed; nil where it did not.
func failure(_ body: () throws -> Void) throws -> AccountFailure? {
    do {
        try body()
        return nil
    } catch let error as AccountError {
        return AccountFailure(error)
    }
}

extension TestHost {
    /// Reads all of an account, as a login does.
    func readAccount(of user: User) throws {
        guard let account = try store().account(of: user) else { throw NoAccount() }
        _ = account.identity.devices
    }

    /// The labels of the devices of a user; nil where there is no account.
    func labels(of user: User) throws -> [String]? {
        guard let account = try store().account(of: user) else { return nil }
        return account.identity.devices.map { $0.label }
    }

    /// What is known of the only device of a user.
    func deviceState(of user: User) throws -> LoginState.DeviceState {
        let devices = try #require(try state(of: user)).devices
        try #require(devices.count == 1)
        return devices[0]
    }
}

extension User {
    /// A user of the tests'.
    static let alice = User(name: "alice", id: 1000, groupID: 1000)
    /// Another one.
    static let bob = User(name: "bob", id: 1001, groupID: 1000)
}

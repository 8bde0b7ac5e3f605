import Accounts
import OneTimePassword
import Testing

extension TemporaryHost {
    /// Logs in with a recovery code; whether it is taken.
    func isAccepted(recoveryCode code: String) throws -> Bool {
        try withAccount { account in
            let attempt = try account.attempt(limits: .lenient, at: time)
            guard case .right(let match) = try attempt.compare(recoveryCode: Array(code.utf8))
            else { return false }
            try attempt.accept(match, at: time)
            return true
        }
    }

    /// Logs in with a code of a device; whether it is taken.
    func isAccepted(_ text: String, of label: String) throws -> Bool {
        let typed = OneTimeCode(typed: Array(text.utf8).span)
        let code = try #require(typed)
        return try withAccount { account in
            let attempt = try account.attempt(limits: .lenient, at: time)
            let device = try #require(attempt.identity.devices.first { $0.label == label })
            guard
                case .right(let match) = try attempt.compare(
                    code, with: device, window: 1, at: time)
            else { return false }
            try attempt.accept(match, at: time)
            return true
        }
    }
}

import Accounts
import Foundation
import OneTimePassword
import Testing
import Vocabulary

extension TemporaryHost {
    /// Opens a challenge for each of these, of which this becomes.
    func sendCodes(_ outcomes: [SendOutcome]) throws {
        let rules = ChallengeRules(
            codeLength: 6, lifetime: 300, resendAfter: 0, methods: [.email], sendLimit: 5,
            sendPeriod: 3600, deliveryTimeout: 15)
        let folder = state.path
        for outcome in outcomes {
            try withAccount { account in
                let opening = try account.openChallenge(
                    by: .email, isAsked: true, rules: rules, limits: .lenient, at: time
                ) { () throws(AccountError) in
                    try HostSends.count(in: folder, limit: 200, period: 3600, at: time)
                }
                guard case .new(let challenge, _, let replaced) = opening else { return }
                try account.settle(challenge, outcome, replacing: replaced, at: time)
                try HostSends.settle(outcome, in: folder, limit: 200, period: 3600, at: time)
            }
        }
    }

    /// Logs in with a recovery code; whether it is taken.
    func isAccepted(recoveryCode code: String) throws -> Bool {
        try withAccount { account in
            try account.isAccepted(at: time) { (attempt) throws(AccountError) in
                try attempt.compare(recoveryCode: Array(code.utf8))
            }
        }
    }

    /// Logs in with a code of a device; whether it is taken.
    func isAccepted(_ text: String, of label: String) throws -> Bool {
        let typed = OneTimeCode(typed: Array(text.utf8).span)
        let code = try #require(typed)
        return try withAccount { account in
            let device = try #require(account.identity.devices.first { $0.label == label })
            return try account.isAccepted(at: time) { (attempt) throws(AccountError) in
                try attempt.compare(code, with: device, window: 1)
            }
        }
    }
}

extension Account {
    /// Makes an attempt; whether its code is taken.
    func isAccepted(
        at time: Int64, limits: AttemptLimits = .lenient, from source: LoginSource? = nil,
        under terms: TrustTerms = .never,
        compare: (borrowing Attempt) throws(AccountError) -> Attempt.Comparison
    ) throws -> Bool {
        let verdict = try attempt(limits: limits, at: time).settle(
            from: source, under: terms, compare)
        if case .right = verdict { return true } else { return false }
    }
}

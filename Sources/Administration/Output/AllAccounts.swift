internal import Accounts
internal import HostSystem

extension Session {
    /// Changes every account there is; one that cannot be changed keeps none of the others from it.
    ///
    /// - Parameters:
    ///   - accounts: The accounts of this host.
    ///   - json: Whether an array of reports is wanted instead of sentences, which are about what is changed.
    ///   - unchanged: The sentence where nothing is changed and nothing fails.
    ///   - none: The details of an account that could not be changed.
    ///   - change: Changes the account of one user, and reports; nil for a user who has none.
    /// - Throws: at the end, where an account could not be changed.
    func changeAll<Details: Encodable>(
        _ accounts: borrowing AccountStore, json: Bool, unchanged: String, none: Details,
        _ change: (User) throws -> (report: ChangeReport<Details>, sentence: String)?
    ) throws {
        var outcomes: [AccountOutcome<Details>] = []
        for name in try accounts.userNames() {
            do {
                guard let user = try User.named(name) else {
                    throw Failure(AccountStatus.unknownUser)
                }
                guard let (report, sentence) = try change(user) else { continue }
                outcomes.append(AccountOutcome(report: report))
                if !json, report.changed { try write(sentence + "\n") }
            } catch {
                // The same of all of them, and to be said once.
                if case .wrongKey? = error as? AccountError { throw error }
                let report = ChangeReport(name, changed: false, none)
                outcomes.append(AccountOutcome(report: report, error: "\(error)"))
                warn("\(name.printable): \("\(error)".printable)")
            }
        }
        let failures = outcomes.count { $0.error != nil }
        if json {
            try writeJSON(outcomes)
        } else if failures == 0, !outcomes.contains(where: \.report.changed) {
            try write(unchanged + "\n")
        }
        guard failures == 0 else {
            throw Failure("accounts that could not be changed: \(failures)")
        }
    }
}

/// What became of one account of all.
private struct AccountOutcome<Details: Encodable>: Encodable {
    let report: ChangeReport<Details>
    /// Why it could not be changed; nil where it could, or was so already.
    var error: String?

    private enum Key: String, CodingKey { case error }

    func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(error, forKey: .error)
    }
}

/// Names of the stacks, each a file in the folder that libpam is given.
enum StackName {
    /// pam_permit.so: lets everybody in, asks nothing.
    static let permit = "permit"
    /// google-authenticator.
    static let googleAuthenticator = "google-authenticator"
    /// pam_oath with a long users file.
    static let oath = "oath"
    /// Sallyport with one enrolled account.
    static let one = "sallyport-one"
    /// Sallyport with an account for each of the benchmark's users.
    static let all = "sallyport-all"
    /// Sallyport with 100,000 accounts.
    static let many = "sallyport-many"
}

/// Where everything lies: one folder on one disk, for all modules alike.
struct Workspace {
    /// The folder; `Scripts/bench.sh` makes it and removes it.
    let folder: String

    /// The module under test.
    let module: String

    /// How many accounts the crowded stores have.
    let crowd: Int

    /// How many logins the parallel rows start at once.
    static let parallelLogins = 32

    /// The users that exist on the system while the benchmark runs.
    static let users = (0..<parallelLogins).map { "bench" + ($0 < 10 ? "0" : "") + String($0) }

    /// The user of the rows with one login.
    static let user = users[0]

    /// The folder with the stacks for `pam_start_confdir`.
    var stacks: String { "\(folder)/stacks" }

    /// Our account stores, by the stack that uses them.
    func store(_ stack: String) -> SallyportStore {
        SallyportStore(folder: "\(folder)/\(stack)", module: module)
    }

    /// The accounts of google-authenticator.
    var googleAuthenticator: GoogleAuthenticatorAccounts {
        GoogleAuthenticatorAccounts(folder: "\(folder)/\(StackName.googleAuthenticator)")
    }

    /// The accounts of pam_oath.
    var oath: OATHAccounts {
        OATHAccounts(file: "\(folder)/\(StackName.oath)/users")
    }

    /// The accounts of a crowded store: the tested user in the middle of users nobody logs in as.
    var crowdedNames: [String] {
        let others = (1..<max(crowd, 2)).map { "crowd\($0)" }
        return others.prefix(others.count / 2) + [Self.user] + others.suffix(from: others.count / 2)
    }
}

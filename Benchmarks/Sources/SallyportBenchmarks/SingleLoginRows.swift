/// Rows with one login at a time, each in a fresh process.
struct SingleLoginRows {
    private let workspace: Workspace
    private let race: Race
    private let one: Login
    private let many: Login
    private let oath: Login
    private let googleAuthenticator: Login
    private let ourRota: Rota
    private let googleRota: Rota

    private static let timed = "Only pam_authenticate is timed, in a new process for each login."

    /// Reads the accounts' states, which must not have seen a login yet.
    ///
    /// - Throws: `BenchmarkError` when an account is missing.
    init(_ workspace: Workspace, samples: Int) throws {
        self.workspace = workspace
        race = Race(samples: samples)
        one = try SingleLoginRows.ours(workspace, StackName.one)
        many = try SingleLoginRows.ours(workspace, StackName.many)
        oath = try Login(
            workspace, service: StackName.oath, user: Workspace.user, state: workspace.oath.file)
        googleAuthenticator = try Login(
            workspace, service: StackName.googleAuthenticator, user: Workspace.user,
            state: workspace.googleAuthenticator.state(of: Workspace.user))
        ourRota = Rota(
            try Workspace.users.map { try SingleLoginRows.ours(workspace, StackName.all, user: $0) }
        )
        googleRota = Rota(
            try Workspace.users.map { user in
                try Login(
                    workspace, service: StackName.googleAuthenticator, user: user,
                    state: workspace.googleAuthenticator.state(of: user))
            })
    }

    private static func ours(
        _ workspace: Workspace, _ stack: String, user: String = Workspace.user
    ) throws -> Login {
        try Login(
            workspace, service: stack, user: user,
            state: workspace.store(stack).state(of: user))
    }

    /// A login against one of google-authenticator.
    func login() throws -> Row {
        try race.run(
            "totp-login", unit: "us", .atMost(0.3), peerName: "pam_google_authenticator",
            note: "\(Workspace.users.count) users in turn. \(Self.timed)",
            ours: { try ourRota.attempt().microseconds },
            peer: { try googleRota.attempt().microseconds })
    }

    /// A login among many accounts against one where there is no other account.
    func crowdedLogin() throws -> Row {
        try race.run(
            "totp-login-100k", unit: "us", .atMost(1.1), peerName: "pam_sallyport with 1 account",
            note: "Ours has \(workspace.crowd) accounts. \(Self.timed)",
            ours: { try many.freshAttempt().microseconds },
            peer: { try one.freshAttempt().microseconds })
    }

    /// A login among many accounts against one of pam_oath with as many.
    func crowdedLoginAgainstOATH() throws -> Row {
        try race.run(
            "totp-login-100k-vs-oath", unit: "us", .atMost(0.02), peerName: "pam_oath",
            note: "Both have \(workspace.crowd) accounts. \(Self.timed)",
            ours: { try many.freshAttempt().microseconds },
            peer: { try oath.freshAttempt().microseconds })
    }

    /// The memory that loading the module and one login leave written to.
    func memory() throws -> Row {
        try race.run(
            "private-memory", unit: "KiB", .atMost(1), peerName: "pam_google_authenticator",
            note: "Growth of Private_Dirty from before pam_start to after pam_authenticate.",
            ours: { Double(try one.freshAttempt().memory) },
            peer: { Double(try googleAuthenticator.freshAttempt().memory) })
    }
}

/// Rows with one login at a time, each in a fresh process.
struct SingleLoginRows {
    private let workspace: Workspace
    private let race: Race
    private let one: Login
    private let many: Login
    private let oath: Login
    private let googleAuthenticator: Login

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
    }

    private static func ours(_ workspace: Workspace, _ stack: String) throws -> Login {
        try Login(
            workspace, service: stack, user: Workspace.user,
            state: workspace.store(stack).state(of: Workspace.user))
    }

    /// A login against one of google-authenticator.
    func login() throws -> Row {
        try race.run(
            "totp-login", unit: "us", .atMost(0.3), peerName: "pam_google_authenticator",
            note: Self.timed, ours: { try one.attempt().microseconds },
            peer: { try googleAuthenticator.attempt().microseconds })
    }

    /// A login among many accounts against one where there is no other account.
    func crowdedLogin() throws -> Row {
        try race.run(
            "totp-login-100k", unit: "us", .atMost(1.1), peerName: "pam_sallyport with 1 account",
            note: "Ours has \(workspace.crowd) accounts. \(Self.timed)",
            ours: { try many.attempt().microseconds }, peer: { try one.attempt().microseconds })
    }

    /// A login among many accounts against one of pam_oath with as many.
    func crowdedLoginAgainstOATH() throws -> Row {
        try race.run(
            "totp-login-100k-vs-oath", unit: "us", .atMost(0.02), peerName: "pam_oath",
            note: "Both have \(workspace.crowd) accounts. \(Self.timed)",
            ours: { try many.attempt().microseconds }, peer: { try oath.attempt().microseconds })
    }

    /// The memory that loading the module and one login leave written to.
    func memory() throws -> Row {
        try race.run(
            "private-memory", unit: "kB", .atMost(1), peerName: "pam_google_authenticator",
            note: "Growth of Private_Dirty from before pam_start to after pam_authenticate.",
            ours: { Double(try one.attempt().memory) },
            peer: { Double(try googleAuthenticator.attempt().memory) })
    }
}

import Glibc

/// The row about a whole login with the real client and the real server.
struct SSHRow {
    private let port: String
    private let permitPort: String
    private let folder: String
    private let account: Snapshot

    /// Reads the account's state, which must not have seen a login yet.
    ///
    /// - Parameters:
    ///   - workspace: Its folder `ssh` holds `known_hosts`, `password`, and the program `askpass`.
    ///   - port: The port of the sshd with the module under test.
    ///   - permitPort: The port of the sshd with pam_permit.so in the module's place.
    /// - Throws: `BenchmarkError` when the account is missing.
    init(_ workspace: Workspace, port: String, permitPort: String) throws {
        self.port = port
        self.permitPort = permitPort
        folder = "\(workspace.folder)/ssh"
        account = try Snapshot(of: workspace.store(StackName.one).state(of: Workspace.user))
    }

    /// From the start of ssh to its end, with the password and then the code asked for.
    func measure(samples: Int) throws -> Row {
        let app = try AuthenticatorApp()
        return try Race(samples: samples).run(
            "ssh-login", unit: "ms", .atMost(1.03), peerName: "pam_permit",
            note: "ssh … true over loopback; pam_unix asks for the password first on both sides.",
            ours: {
                try account.restore()
                return try login(port: port, code: try app.code())
            },
            peer: {
                try account.restore()
                return try login(port: permitPort, code: try app.code())
            })
    }

    /// Milliseconds of one login that runs `true`.
    private func login(port: String, code: String) throws -> Double {
        let options = [
            "PreferredAuthentications=keyboard-interactive", "NumberOfPasswordPrompts=1",
            "UserKnownHostsFile=\(folder)/known_hosts", "StrictHostKeyChecking=yes",
            "GlobalKnownHostsFile=none", "LogLevel=ERROR",
        ]
        let environment = [
            "PATH=/usr/bin:/bin", "SSH_ASKPASS=\(folder)/askpass", "SSH_ASKPASS_REQUIRE=force",
            "BENCHMARK_CODE=\(code)", "BENCHMARK_FOLDER=\(folder)",
        ]
        let barrier = try Barrier()
        let command =
            ["/usr/bin/ssh", "-F", "none", "-p", port] + options.flatMap { ["-o", $0] }
            + ["\(Workspace.user)@127.0.0.1", "true"]
        let start = monotonicNanoseconds()
        let client = try ChildProcess(command, input: barrier.readEnd, environment: environment)
        barrier.open()
        try client.finish()
        return Double(monotonicNanoseconds() - start) / 1e6
    }
}

import Glibc

/// Accounts of the module under test, made as an administrator makes them: with the command `sallyport`.
///
/// This file alone knows how they are made and where they lie.
struct SallyportStore {
    /// The folder that holds the store.
    let folder: String

    /// The module's path.
    let module: String

    private var policyFile: String { "\(folder)/policy.conf" }

    /// The module and its arguments, as a line of a stack has them.
    var moduleWithArguments: String { "\(module) policy=\(policyFile)" }

    /// Enrols accounts that all have the secret of ``AuthenticatorApp``, and recovery codes where they log in.
    ///
    /// - Parameters:
    ///   - names: Users of this system, and others, whom it knows only meanwhile.
    ///   - command: The path of the administrator's command.
    /// - Throws: `BenchmarkError` when the store cannot be written.
    func makeAccounts(names: [String], command: String) throws {
        // The folders and the key are what install.sh makes.
        try makeFolder(folder)
        try makeFolder("\(folder)/accounts")
        let keyFile = "\(folder)/key"
        try writeFile(keyFile, (0..<32).map { _ in UInt8.random(in: 0...255) })
        // Limits that 32 attempts at once of one user, with one right among them, do not reach.
        let policy = """
            StateDirectory \(folder)
            KeyFile \(keyFile)
            LockAfter 1000
            LockCap 10000

            """
        try writeFile(policyFile, Array(policy.utf8))
        // A thousand at a time: every look-up of a user reads /etc/passwd from its beginning.
        for start in stride(from: 0, to: names.count, by: 1000) {
            try importDevices(names: Array(names[start...].prefix(1000)), command: command)
        }
        for name in names where Workspace.users.contains(name) {
            try run([command, "recovery", "--policy", policyFile, "--new", name])
        }
    }

    private func importDevices(names: [String], command: String) throws {
        let devices = OATHAccounts(file: "\(folder)/devices")
        try devices.makeAccounts(names: names)
        let users = try readFile("/etc/passwd")
        let others = names.filter { !Workspace.users.contains($0) }.enumerated()
        let lines = others.map { "\($1):x:\(100_000 + $0):65534::/:/bin/sh\n" }.joined()
        try writeFile("/etc/passwd", users + Array(lines.utf8), mode: 0o644)
        try run([command, "import", "oath", "--policy", policyFile, "--apply", devices.file])
        try writeFile("/etc/passwd", users, mode: 0o644)
        guard unsafe unlink(devices.file) == 0 else {
            throw BenchmarkError.system("remove \(devices.file)")
        }
    }

    /// What a login of this user may change: a file, or a folder with files.
    func state(of user: String) -> String { "\(folder)/accounts/\(user)" }
}

import Glibc

extension Workspace {
    /// Makes every account and every stack, and waits until the disk has them.
    ///
    /// - Parameter command: The path of the administrator's command `sallyport`.
    /// - Throws: `BenchmarkError` when something cannot be made.
    func prepare(command: String) throws {
        try makeFolder("\(folder)/\(StackName.oath)")
        try store(StackName.one).makeAccounts(names: [Self.user], command: command)
        try store(StackName.all).makeAccounts(names: Self.users, command: command)
        try store(StackName.many).makeAccounts(names: crowdedNames, command: command)
        try googleAuthenticator.makeAccounts(names: Self.users)
        try oath.makeAccounts(names: crowdedNames)

        try makeFolder(stacks)
        try writeStack(StackName.permit, "pam_permit.so")
        try writeStack(StackName.googleAuthenticator, googleAuthenticator.moduleWithArguments())
        try writeStack(StackName.oath, oath.moduleWithArguments)
        for name in [StackName.one, StackName.all, StackName.many] {
            try writeStack(name, store(name).moduleWithArguments)
        }
        // libpam looks for this one too, and would log that it is missing.
        try writeStack("other", "pam_deny.so")

        try writeLoginStack(in: sshStacks, store(StackName.one).moduleWithArguments)
        try writeLoginStack(in: sshPermitStacks, "pam_permit.so")
        sync()
    }

    /// The folder to be `/etc/pam.d` for the sshd with the module under test.
    private var sshStacks: String { "\(folder)/pam.d-sallyport" }

    /// The folder to be `/etc/pam.d` for the sshd with pam_permit.so in the module's place.
    private var sshPermitStacks: String { "\(folder)/pam.d-permit" }

    private func writeStack(_ name: String, _ module: String) throws {
        try writeFile("\(stacks)/\(name)", Array("auth required \(module)\n".utf8), mode: 0o644)
    }

    /// Password first, then the module.
    private func writeLoginStack(in folder: String, _ module: String) throws {
        let lines = """
            auth     requisite pam_unix.so
            auth     required  \(module)
            account  required  pam_unix.so
            session  required  pam_permit.so

            """
        try makeFolder(folder)
        try writeFile("\(folder)/sshd", Array(lines.utf8), mode: 0o644)
        let other = "auth required pam_deny.so\naccount required pam_deny.so\n"
        try writeFile("\(folder)/other", Array(other.utf8), mode: 0o644)
    }
}

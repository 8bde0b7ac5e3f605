/// Accounts of google-authenticator: one file each, in one folder that belongs to root.
struct GoogleAuthenticatorAccounts {
    /// The folder that holds the files.
    let folder: String

    /// The module and its arguments, as a line of a stack has them.
    func moduleWithArguments(module: String = "pam_google_authenticator.so") -> String {
        // user=root: the files belong to root, as ours do, and not to the person.
        "\(module) secret=\(folder)/${USER} user=root"
    }

    /// Writes the files with the lines of `google-authenticator -t -d -r … -R 30 -w 3 -e 5`.
    ///
    /// Only the limit is raised, from 3 attempts in 30 seconds to the most the module reads: 32
    /// logins of one user at once must all reach the comparison.
    func makeAccounts(names: [String]) throws {
        try makeFolder(folder)
        let lines = [
            AuthenticatorApp.base32Secret, "\" RATE_LIMIT 100 30", "\" WINDOW_SIZE 3",
            "\" DISALLOW_REUSE", "\" TOTP_AUTH", "33194894", "80270735", "26333941", "38027167",
            "95253323",
        ]
        let contents = Array((lines.joined(separator: "\n") + "\n").utf8)
        for name in names { try writeFile("\(folder)/\(name)", contents, mode: 0o400) }
    }

    /// What a login of this user changes.
    func state(of user: String) -> String { "\(folder)/\(user)" }
}

/// Accounts of pam_oath: one line each, all in one file.
struct OATHAccounts {
    /// The users file.
    let file: String

    /// The module and its arguments, as a line of a stack has them.
    var moduleWithArguments: String { "pam_oath.so usersfile=\(file) window=1 digits=6" }

    /// Writes the users file.
    func makeAccounts(names: [String]) throws {
        let lines = names.map { "HOTP/T30/6\t\($0)\t-\t\(AuthenticatorApp.hexadecimalSecret)\n" }
        try writeFile(file, Array(lines.joined().utf8))
    }
}

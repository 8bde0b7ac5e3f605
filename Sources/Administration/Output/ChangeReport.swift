/// What a command that changes an account answers: whose account it is, and whether anything is another than before.
///
/// What was so already is no failure, since what is wanted holds: the exit status is 0, the sentence is another one, and
/// the log has no line of a change.
struct ChangeReport<Details: Encodable>: Encodable {
    /// Whose account it is.
    let user: String
    /// Whether anything is another than before.
    let changed: Bool
    /// What the command has to say besides; its keys stand beside the others.
    let details: Details

    init(_ user: String, changed: Bool, _ details: Details) {
        self.user = user
        self.changed = changed
        self.details = details
    }

    private enum Key: String, CodingKey { case user, changed }

    func encode(to encoder: any Encoder) throws {
        try details.encode(to: encoder)
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(user, forKey: .user)
        try object.encode(changed, forKey: .changed)
    }
}

extension ChangeReport where Details == NoDetails {
    init(_ user: String, changed: Bool) { self.init(user, changed: changed, NoDetails()) }
}

/// Nothing to say besides.
struct NoDetails: Encodable {}

/// The help of `--json` of these commands, to which each adds its own keys.
enum ChangeHelp {
    static let json = """
        --json prints an object with "user" and "changed" (false where all was so already, which is no failure: the \
        exit status is 0)
        """
    /// The same of what goes through all accounts.
    static let all = """
        prints an array with such an object for each account, and in it "error": null, or why it could not be \
        changed, with which the exit status is 1 at the end
        """
}

extension Session {
    /// Answers with a report, or with a sentence for people.
    ///
    /// - Parameters:
    ///   - report: What became of the account.
    ///   - json: Whether JSON is wanted.
    ///   - sentence: The same in words, without the line's end.
    /// - Throws: where nothing can be written.
    func answer(
        _ report: ChangeReport<some Encodable>, json: Bool, _ sentence: @autoclosure () -> String
    ) throws {
        if json { try writeJSON(report) } else { try write(sentence() + "\n") }
    }

    /// Puts a question and reads the answer; beside JSON it is no part of the output.
    func ask(_ question: String, json: Bool) throws -> String? {
        if json { warn(question) } else { try write(question) }
        return readLine()
    }
}

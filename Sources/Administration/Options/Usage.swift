internal import ArgumentParser

/// The words in which commands that root uses for everybody, and people for themselves, say what may be left out.
enum Usage {
    /// The help of the name of a user whom root must name.
    static let user = ArgumentHelp(
        "The user's name. Root names one; anybody else leaves it out.", valueName: "user")
    /// The same where root means everybody without one.
    static let userOrAll: ArgumentHelp =
        "The user's name. Without one root gets all, and anybody else their own."

    /// The usage of a command in which root must name a user, and of the same for oneself.
    ///
    /// - Parameters:
    ///   - command: The words of the command.
    ///   - arguments: What must stand behind the user; a blank ends it.
    ///   - others: What root may write in the user's place.
    /// - Returns: The lines.
    static func both(_ command: String, _ arguments: String = "", or others: [String] = [])
        -> String
    {
        let start = "sallyport \(command) "
        let end = "\(arguments)[<options>]"
        return
            (["<user> \(end) (root)"] + others.map { "\($0) \(end)" }
            + ["\(end) (others)"]).map { start + $0 }.joined(separator: "\n")
    }
}

extension Session {
    /// The error that root names no user; the words are those of the usage.
    static var missingUser: ValidationError {
        ValidationError(
            "Missing expected argument '<user>': only who is not root may leave it out.")
    }
}

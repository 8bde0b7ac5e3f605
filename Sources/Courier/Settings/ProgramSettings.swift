internal import ConfigurationGrammar
internal import Policy

/// A program that takes mails as sendmail(8) does.
package struct SendmailSettings {
    /// Its absolute path.
    package let program: String
    /// The sender.
    package let from: Mailbox

    init(_ block: inout SettingBlock) throws(ConfigurationError) {
        program =
            try block.optional(.program) { (value) throws(InvalidText) in try value.absolutePath() }
            ?? "/usr/sbin/sendmail"
        from = try block.required(.from) { (value) throws(InvalidText) in try Mailbox(value) }
        block.note(program: program)
    }
}

/// A program of the administrator's own.
package struct CommandSettings {
    /// Its absolute path.
    package let program: String
    /// Its arguments.
    package let arguments: [String]
    /// Whether the address or number is the last argument.
    package let passesTarget: Bool

    init(_ block: inout SettingBlock) throws(ConfigurationError) {
        let words = try block.required(.program) { (value) throws(InvalidText) in
            try value.program()
        }
        program = words.first ?? ""
        arguments = Array(words.dropFirst())
        passesTarget =
            try block.optional(.passTarget) { (value) throws(InvalidText) in
                try value.index(among: Bool.names) == 0
            }
            ?? false
        block.note(program: program)
    }
}

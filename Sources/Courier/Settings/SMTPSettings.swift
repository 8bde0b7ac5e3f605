internal import ConfigurationGrammar
internal import TextCoding

/// A mail server that takes messages.
package struct SMTPSettings {
    /// The server, with TLS from the first byte or with STARTTLS.
    package let server: ServerURL
    /// The sender.
    package let from: Mailbox
    /// Who logs in, and with what; nil where nobody does.
    package let login: (user: String, password: ReferencedFile)?
    /// The name this host greets with; nil for its own.
    package let helloName: String?

    init(_ block: inout SettingBlock) throws(ConfigurationError) {
        server = try block.server(.url, for: .mail)
        from = try block.required(.from) { (value) throws(InvalidText) in try Mailbox(value) }
        let user = try block.optional(.username) { (value) throws(InvalidText) in
            try value.text("the name to log in with")
        }
        let password = try block.file(.passwordFile, isSecret: true)
        switch (user, password) {
        case (let user?, let password?): login = (user, password)
        case (nil, nil): login = nil
        case (nil, _): throw block.missing(DeliveryKeyword.username.name)
        case (_, nil): throw block.missing(DeliveryKeyword.passwordFile.name)
        }
        helloName = try block.optional(.helloName) { (value) throws(InvalidText) in
            try value.identifier()
        }
    }
}

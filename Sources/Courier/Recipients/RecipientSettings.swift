internal import ConfigurationGrammar
internal import TextCoding
package import Vocabulary

/// Addresses and numbers that all get a code: `Recipients topic NAME` of the policy.
package struct Topic {
    /// Its name.
    package let name: String
    /// The addresses.
    package let emails: [EmailAddress]
    /// The telephone numbers.
    package let phones: [PhoneNumber]

    init(_ name: String, _ block: SettingBlock) throws(ConfigurationError) {
        self.name = name
        emails = try block.all(Self.email)
        phones = try block.all(Self.phone)
        guard !emails.isEmpty || !phones.isEmpty else { throw block.missing("Email or Phone") }
    }

    /// Those of its lines that are of a kind.
    func recipients(_ kind: ContactKind) -> [Recipient] {
        switch kind {
        case .email: emails.map { .email($0) }
        case .phone: phones.map { .phone($0) }
        }
    }

    private static var email: Setting<EmailAddress> {
        Setting("Email", "an address", isRepeatable: true) { (value) throws(InvalidText) in
            try value.email()
        }
    }

    private static var phone: Setting<PhoneNumber> {
        Setting("Phone", "a number", isRepeatable: true) { (value) throws(InvalidText) in
            try value.phone()
        }
    }

    /// What a topic is made of.
    static var keywords: [SettingKeyword] { [email.keyword, phone.keyword] }
}

/// An LDAP directory that knows people's addresses and numbers: `Recipients ldap NAME` of the policy.
package struct LDAPDirectory {
    /// Its name.
    package let name: String
    /// The server, and the entry to search below.
    package let server: ServerURL
    /// Who asks, and with what password; nil for an anonymous bind.
    package let bind: (name: String, password: ReferencedFile)?
    /// The attribute with the user name.
    package let userAttribute: String
    /// The attribute with the e-mail address.
    package let mailAttribute: String
    /// The attribute with the mobile telephone number.
    package let mobileAttribute: String
    /// The certificates of the authorities to trust; nil for those of libcurl.
    package let caFile: String?
    /// All files its lines name.
    package let files: [ReferencedFile]

    init(_ name: String, _ block: SettingBlock) throws(ConfigurationError) {
        var block = block
        self.name = name
        server = try block.server(Self.url)
        bind = try block.login(Self.bindDN, Self.passwordFile).map { ($0.user, $0.password) }
        userAttribute = try block.value(Self.userAttribute)
        mailAttribute = try block.value(Self.mailAttribute)
        mobileAttribute = try block.value(Self.mobileAttribute)
        caFile = try block.optional(.caFile)
        files = block.files
    }

    private static var url: Setting<ServerURL> {
        .server("URL", "the server, and the entry to search below", for: .directory)
    }

    private static var bindDN: Setting<String> {
        Setting("BindDN", "who asks (nobody)") { (value) throws(InvalidText) in
            try value.text("the distinguished name to bind with")
        }
    }

    private static var passwordFile: Setting<String> {
        .path("PasswordFile", "the password of BindDN")
    }

    private static var userAttribute: Setting<String> {
        attribute("UserAttribute", "the attribute with the user name", default: "uid")
    }

    private static var mailAttribute: Setting<String> {
        attribute("MailAttribute", "the attribute with the address", default: "mail")
    }

    private static var mobileAttribute: Setting<String> {
        attribute("MobileAttribute", "the attribute with the number", default: "mobile")
    }

    private static func attribute(
        _ name: String, _ help: String, default standard: String
    ) -> Setting<String> {
        Setting(name, help, default: standard) { (value) throws(InvalidText) in
            try value.attribute()
        }
    }

    /// What a directory is made of.
    static var keywords: [SettingKeyword] {
        [
            url.keyword, bindDN.keyword, passwordFile.keyword, userAttribute.keyword,
            mailAttribute.keyword, mobileAttribute.keyword, Setting.caFile.keyword,
        ]
    }
}

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
        emails = try block.all(.email) { (value) throws(InvalidText) in try value.email() }
        phones = try block.all(.phone) { (value) throws(InvalidText) in try value.phone() }
        guard !emails.isEmpty || !phones.isEmpty else { throw block.missing("Email or Phone") }
    }
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
        server = try block.server(.url, for: .directory)
        let bindName = try block.optional(.bindDN) { (value) throws(InvalidText) in
            try value.text("the distinguished name to bind with")
        }
        let password = try block.file(.passwordFile, isSecret: true)
        switch (bindName, password) {
        case (let bindName?, let password?): bind = (bindName, password)
        case (nil, nil): bind = nil
        case (nil, _): throw block.missing(DeliveryKeyword.bindDN.name)
        case (_, nil): throw block.missing(DeliveryKeyword.passwordFile.name)
        }
        userAttribute = try block.attribute(.userAttribute, default: "uid")
        mailAttribute = try block.attribute(.mailAttribute, default: "mail")
        mobileAttribute = try block.attribute(.mobileAttribute, default: "mobile")
        caFile = try block.optional(.caFile) { (value) throws(InvalidText) in
            try value.absolutePath()
        }
        files = block.files
    }
}

extension SettingBlock {
    fileprivate func attribute(
        _ keyword: DeliveryKeyword, default name: String
    ) throws(ConfigurationError) -> String {
        try optional(keyword) { (value) throws(InvalidText) in try value.attribute() } ?? name
    }
}

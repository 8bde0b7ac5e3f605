internal import ConfigurationGrammar
internal import TextCoding

/// Simple Message Notification of Huawei Cloud: a topic, whose subscribers all get the message.
package struct SMNSettings {
    /// The host of the region's service.
    package let endpoint: ServerURL
    /// The project of the topic.
    package let projectID: String
    /// The topic.
    package let topicURN: String
    /// The access key.
    package let accessKey: String
    /// The secret key that belongs to it.
    package let secretKey: ReferencedFile
    /// The token of a temporary key; nil with a permanent one.
    package let securityToken: ReferencedFile?

    init(_ block: inout SettingBlock) throws(ConfigurationError) {
        endpoint = try block.server(.endpoint, for: .service)
        projectID = try block.identifier(.projectID)
        topicURN = try block.identifier(.topicURN)
        accessKey = try block.identifier(.accessKey)
        secretKey = try block.secretFile(.secretKeyFile)
        securityToken = try block.file(.securityTokenFile, isSecret: true)
    }
}

/// The text messages of Alibaba Cloud: a signature and a template that were approved there.
package struct AliyunSMSSettings {
    /// The host of the service.
    package let endpoint: ServerURL
    /// The access key.
    package let accessKeyID: String
    /// The secret that belongs to it.
    package let accessKeySecret: ReferencedFile
    /// The approved signature.
    package let signName: String
    /// The approved template.
    package let templateCode: String
    /// What the template is filled with.
    package let parameters: [TemplateParameter]

    init(_ block: inout SettingBlock) throws(ConfigurationError) {
        endpoint = try block.server(.endpoint, default: "https://dysmsapi.aliyuncs.com")
        accessKeyID = try block.identifier(.accessKeyID)
        accessKeySecret = try block.secretFile(.accessKeySecretFile)
        signName = try block.required(.signName) { (value) throws(InvalidText) in
            try value.text("the approved signature")
        }
        templateCode = try block.identifier(.templateCode)
        let named = try block.all(.templateParameter) { (value) throws(InvalidText) in
            try value.templateParameter()
        }
        parameters = named.isEmpty ? [TemplateParameter(name: "code", placeholder: .code)] : named
        guard parameters.contains(where: { $0.placeholder == .code }) else {
            throw block.wrong("no TemplateParameter has the code; add: TemplateParameter code code")
        }
    }
}

/// A parameter of a template that lies with a provider.
package struct TemplateParameter: Sendable {
    /// Its name there.
    package let name: String
    /// What is put in.
    package let placeholder: Placeholder
}

/// The text messages of Twilio.
package struct TwilioSettings {
    /// Whom a message comes from.
    package enum Sender: Sendable {
        /// A number or a name.
        case from(String)
        /// A service that chooses the number, by its SID.
        case messagingService(String)
    }

    /// The host of the service.
    package let endpoint: ServerURL
    /// The account.
    package let accountSID: String
    /// The API key that signs in; nil where the account does itself.
    package let apiKeySID: String?
    /// The token of the account, or the secret of the API key.
    package let authToken: ReferencedFile
    /// Whom a message comes from.
    package let sender: Sender

    init(_ block: inout SettingBlock) throws(ConfigurationError) {
        endpoint = try block.server(.endpoint, default: "https://api.twilio.com")
        accountSID = try block.identifier(.accountSID)
        apiKeySID = try block.optional(.apiKeySID) { (value) throws(InvalidText) in
            try value.identifier()
        }
        authToken = try block.secretFile(.authTokenFile)
        let from = try block.optional(.from) { (value) throws(InvalidText) in
            try value.messageSender()
        }
        let service = try block.optional(.messagingServiceSID) { (value) throws(InvalidText) in
            try value.identifier()
        }
        switch (from, service) {
        case (let from?, nil): sender = .from(from)
        case (nil, let service?): sender = .messagingService(service)
        case (nil, nil): throw block.missing("From or MessagingServiceSID")
        case (_?, _?): throw block.wrong("leave out either From or MessagingServiceSID")
        }
    }
}

/// Simple Notification Service of Amazon: text messages, or a topic.
package struct SNSSettings {
    /// The host of the region's service.
    package let endpoint: ServerURL
    /// The region, which is signed too.
    package let region: String
    /// The access key.
    package let accessKey: String
    /// The secret key that belongs to it.
    package let secretKey: ReferencedFile
    /// The token of a temporary key; nil with a permanent one.
    package let sessionToken: ReferencedFile?
    /// The name text messages come from; nil for the account's own.
    package let senderID: String?
    /// The topic whose subscribers all get the message; nil for a text message to one number.
    package let topicARN: String?

    init(_ block: inout SettingBlock) throws(ConfigurationError) {
        endpoint = try block.server(.endpoint, for: .service)
        region = try block.identifier(.region)
        accessKey = try block.identifier(.accessKey)
        secretKey = try block.secretFile(.secretKeyFile)
        sessionToken = try block.file(.sessionTokenFile, isSecret: true)
        senderID = try block.optional(.senderID) { (value) throws(InvalidText) in
            try value.senderName()
        }
        topicARN = try block.optional(.topicARN) { (value) throws(InvalidText) in
            try value.identifier()
        }
    }
}

extension SettingBlock {
    /// The identifier that a keyword must give.
    func identifier(_ keyword: DeliveryKeyword) throws(ConfigurationError) -> String {
        try required(keyword) { (value) throws(InvalidText) in try value.identifier() }
    }
}

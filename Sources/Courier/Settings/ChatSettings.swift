internal import ConfigurationGrammar

/// Work notices of DingTalk, to people by their mobile number.
package struct DingTalkSettings {
    /// The host of the current interface, which gives out tokens.
    package let endpoint: ServerURL
    /// The host of the older interface, which knows people and sends notices.
    package let legacyEndpoint: ServerURL
    /// The application's key.
    package let appKey: String
    /// The application's secret.
    package let appSecret: ReferencedFile
    /// The application's agent.
    package let agentID: Int
    /// The folder for the token, which the courier's user owns.
    package let cacheDirectory: String

    init(_ block: inout SettingBlock) throws(ConfigurationError) {
        endpoint = try block.server(.endpoint, default: "https://api.dingtalk.com")
        legacyEndpoint = try block.server(.legacyEndpoint, default: "https://oapi.dingtalk.com")
        appKey = try block.identifier(.appKey)
        appSecret = try block.secretFile(.appSecretFile)
        agentID = try block.required(.agentID) { (value) throws(InvalidText) in
            try value.number(in: 1...Int.max)
        }
        cacheDirectory =
            try block.optional(.cacheDirectory) { (value) throws(InvalidText) in
                try value.absolutePath()
            } ?? "/var/cache/sallyport"
    }
}

/// A page of a web server of the administrator's that takes JSON.
package struct WebhookSettings {
    /// The page.
    package let url: ServerURL
    /// Lines for the header of the request.
    package let headers: [String]
    /// One more of them that is a secret.
    package let secretHeader: ReferencedFile?
    /// The template of the body, JSON.
    package let body: ReferencedFile
    /// The statuses that mean the message was taken.
    package let expectedStatus: ClosedRange<Int>

    init(_ block: inout SettingBlock) throws(ConfigurationError) {
        url = try block.server(.url, for: .page)
        headers = try block.all(.header) { (value) throws(InvalidText) in try value.header() }
        secretHeader = try block.file(.headerFile, isSecret: true)
        guard let body = try block.file(.bodyFile, isSecret: false) else {
            throw block.missing(DeliveryKeyword.bodyFile.name)
        }
        self.body = body
        expectedStatus =
            try block.optional(.expectedStatus) { (value) throws(InvalidText) in
                try value.statusRange()
            } ?? 200...299
    }
}

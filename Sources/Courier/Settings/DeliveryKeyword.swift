internal import ConfigurationGrammar

/// A keyword of the delivery file.
enum DeliveryKeyword: CaseIterable {
    case user, caFile, messageFile, noticeFile, channel, topic, directory
    case url, from, username, passwordFile, helloName, program, passTarget
    case endpoint, legacyEndpoint, region, projectID, topicURN, topicARN
    case accessKey, secretKeyFile, securityTokenFile, sessionTokenFile
    case accessKeyID, accessKeySecretFile, signName, templateCode, templateParameter
    case appKey, appSecretFile, agentID, cacheDirectory
    case accountSID, authTokenFile, apiKeySID, messagingServiceSID, senderID
    case header, headerFile, bodyFile, expectedStatus
    case email, phone
    case bindDN, userAttribute, mailAttribute, mobileAttribute

    /// Finds the keyword of this name, in upper or lower case; nil if there is none.
    init?(_ name: Word) {
        guard let keyword = Self.allCases.first(where: { name.means($0.name) }) else { return nil }
        self = keyword
    }

    /// The keyword as it is written in the file.
    var name: String {
        switch self {
        case .user: "User"
        case .caFile: "CAFile"
        case .messageFile: "MessageFile"
        case .noticeFile: "NoticeFile"
        case .channel: "Channel"
        case .topic: "Topic"
        case .directory: "Directory"
        case .url: "URL"
        case .from: "From"
        case .username: "Username"
        case .passwordFile: "PasswordFile"
        case .helloName: "HelloName"
        case .program: "Program"
        case .passTarget: "PassTarget"
        case .endpoint: "Endpoint"
        case .legacyEndpoint: "LegacyEndpoint"
        case .region: "Region"
        case .projectID: "ProjectID"
        case .topicURN: "TopicURN"
        case .topicARN: "TopicARN"
        case .accessKey: "AccessKey"
        case .secretKeyFile: "SecretKeyFile"
        case .securityTokenFile: "SecurityTokenFile"
        case .sessionTokenFile: "SessionTokenFile"
        case .accessKeyID: "AccessKeyID"
        case .accessKeySecretFile: "AccessKeySecretFile"
        case .signName: "SignName"
        case .templateCode: "TemplateCode"
        case .templateParameter: "TemplateParameter"
        case .appKey: "AppKey"
        case .appSecretFile: "AppSecretFile"
        case .agentID: "AgentID"
        case .cacheDirectory: "CacheDirectory"
        case .accountSID: "AccountSID"
        case .authTokenFile: "AuthTokenFile"
        case .apiKeySID: "APIKeySID"
        case .messagingServiceSID: "MessagingServiceSID"
        case .senderID: "SenderID"
        case .header: "Header"
        case .headerFile: "HeaderFile"
        case .bodyFile: "BodyFile"
        case .expectedStatus: "ExpectedStatus"
        case .email: "Email"
        case .phone: "Phone"
        case .bindDN: "BindDN"
        case .userAttribute: "UserAttribute"
        case .mailAttribute: "MailAttribute"
        case .mobileAttribute: "MobileAttribute"
        }
    }

    /// Whether a block may have several lines of it.
    var isRepeatable: Bool {
        switch self {
        case .messageFile, .noticeFile, .header, .templateParameter, .email, .phone: true
        default: false
        }
    }

    /// What can stand above the first block.
    static var global: [DeliveryKeyword] { [.user, .caFile, .messageFile, .noticeFile] }
    /// What begins a block.
    static var blocks: [DeliveryKeyword] { [.channel, .topic, .directory] }
    /// What a topic is made of.
    static var ofTopic: [DeliveryKeyword] { [.email, .phone] }
    /// What a directory is made of.
    static var ofDirectory: [DeliveryKeyword] {
        [.url, .bindDN, .passwordFile, .userAttribute, .mailAttribute, .mobileAttribute, .caFile]
    }
}

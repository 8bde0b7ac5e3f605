internal import Policy

/// A way to deliver a message.
package enum ChannelKind: Sendable, CaseIterable, Choice {
    case smtp, sendmail, smn, dingtalk, aliyunSMS, twilio, sns, webhook, command

    /// All kinds, in the order in which a message lists them.
    package static var choices: [ChannelKind] { allCases }

    /// The name of the kind in the delivery file.
    package var name: String {
        switch self {
        case .smtp: "smtp"
        case .sendmail: "sendmail"
        case .smn: "smn"
        case .dingtalk: "dingtalk"
        case .aliyunSMS: "aliyun-sms"
        case .twilio: "twilio"
        case .sns: "sns"
        case .webhook: "webhook"
        case .command: "command"
        }
    }

    /// The keywords a channel of this kind can have.
    var keywords: [DeliveryKeyword] {
        let own: [DeliveryKeyword] =
            switch self {
            case .smtp: [.url, .from, .username, .passwordFile, .helloName, .caFile]
            case .sendmail: [.program, .from]
            case .smn:
                [
                    .endpoint, .projectID, .topicURN, .accessKey, .secretKeyFile,
                    .securityTokenFile, .caFile,
                ]
            case .dingtalk:
                [
                    .endpoint, .legacyEndpoint, .appKey, .appSecretFile, .agentID, .cacheDirectory,
                    .caFile,
                ]
            case .aliyunSMS:
                [
                    .endpoint, .accessKeyID, .accessKeySecretFile, .signName, .templateCode,
                    .templateParameter, .caFile,
                ]
            case .twilio:
                [
                    .endpoint, .accountSID, .authTokenFile, .apiKeySID, .from,
                    .messagingServiceSID, .caFile,
                ]
            case .sns:
                [
                    .endpoint, .region, .accessKey, .secretKeyFile, .sessionTokenFile, .senderID,
                    .topicARN, .caFile,
                ]
            case .webhook: [.url, .header, .headerFile, .bodyFile, .expectedStatus, .caFile]
            case .command: [.program, .passTarget]
            }
        return own + [.messageFile]
    }
}

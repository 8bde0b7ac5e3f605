internal import TextCoding

/// A way to deliver a message.
package enum ChannelKind: Int, Sendable, CaseIterable, Choice {
    case smtp, sendmail, smn, dingtalk, aliyunSMS, twilio, sns, webhook, command

    /// The names of the kinds in the delivery file.
    package static var names: [String] {
        [
            "smtp", "sendmail", "smn", "dingtalk", "aliyun-sms", "twilio", "sns", "webhook",
            "command",
        ]
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

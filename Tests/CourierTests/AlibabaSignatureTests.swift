import Courier
import Cryptography
import Testing
import TestSupport

/// Requests signed by Alibaba's own library (alibabacloud-tea-openapi 0.4.6) with made-up keys, and the example
/// of its documentation.
@Suite struct AlibabaSignatureTests {
    private let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    private func headers(bodyHash: String) -> [(name: String, value: String)] {
        [
            ("x-acs-version", "2017-05-25"), ("host", "dysmsapi.aliyuncs.com"),
            ("x-acs-action", "SendSms"), ("x-acs-content-sha256", bodyHash),
            ("x-acs-date", "2026-01-02T03:04:05Z"),
            ("x-acs-signature-nonce", "0123456789abcdef0123456789abcdef"),
        ]
    }

    private let parameters = [
        (name: "TemplateParam", value: #"{"code":"482913"}"#),
        (name: "PhoneNumbers", value: "13800138000"), (name: "SignName", value: "阿里云短信测试"),
        (name: "TemplateCode", value: "SMS_154950909"),
    ]

    private func signature(
        query: [(name: String, value: String)], headers: [(name: String, value: String)],
        bodyHash: String
    ) throws -> Substring {
        let value = try AlibabaSignature.authorization(
            method: "POST", query: query, headers: headers, bodyHash: bodyHash,
            accessKeyID: "LTAIEXAMPLE0123456789",
            secret: Array("SECRETexample0123456789abcdefg".utf8), using: LibCrypto())
        return value.suffix(64)
    }

    @Test func `the parameters in the query`() throws {
        let value = try signature(
            query: parameters, headers: headers(bodyHash: emptyHash), bodyHash: emptyHash)
        #expect(value == "20c795e6e1cab5d3a7f38f874214635f36592a57e898df0e67f7ea6c4a8eea3d")
    }

    @Test func `the parameters in the body`() throws {
        let hash = "47e71badd580b6f926dd5642e75e9ec2a3972ac9ffba2a70bb9b650651cdf1b6"
        let value = try signature(
            query: [],
            headers: headers(bodyHash: hash)
                + [("content-type", "application/x-www-form-urlencoded")],
            bodyHash: hash)
        #expect(value == "33805e24f47d3e19d5ca41d00f1d6595c5038b8d4794a0d85b8b1ebf6cbc461e")
    }

    @Test func `a temporary key's token`() throws {
        let value = try signature(
            query: parameters,
            headers: headers(bodyHash: emptyHash) + [
                ("x-acs-accesskey-id", "LTAIEXAMPLE0123456789"),
                ("x-acs-security-token", "TOKENEXAMPLE"),
            ], bodyHash: emptyHash)
        #expect(value == "f737770aabf64d61cf99ee4cce5b9268f8bfd65932ba72711542117b07769657")
    }

    @Test func `the example of the documentation`() throws {
        let value = try AlibabaSignature.authorization(
            method: "POST",
            query: [
                ("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"),
                ("RegionId", "cn-shanghai"),
            ],
            headers: [
                ("host", "ecs.cn-shanghai.aliyuncs.com"), ("x-acs-action", "RunInstances"),
                ("x-acs-content-sha256", emptyHash), ("x-acs-date", "2023-10-26T10:22:32Z"),
                ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
                ("x-acs-version", "2014-05-26"),
            ], bodyHash: emptyHash, accessKeyID: "YourAccessKeyId",
            secret: Array("YourAccessKeySecret".utf8), using: LibCrypto())
        #expect(
            value
                == "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
                + "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
                + "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")
    }
}

import Courier
import Cryptography
import Testing
import TestSupport

/// Requests signed by Huawei's own library (huaweicloudsdkcore 3.1.219) with made-up keys.
@Suite struct HuaweiSignatureTests {
    private let time = "20260102T030405Z"
    private let host = "smn.cn-north-4.myhuaweicloud.com"
    private let project = "0123456789abcdef0123456789abcdef"
    private let body =
        #"{"subject":"SSH login code","message":"Login code for root@web1: 482913","time_to_live":"300"}"#

    private var topic: String { "urn%3Asmn%3Acn-north-4%3A\(project)%3Assh-2fa" }

    /// The signature of a request to publish, with these headers besides host and date.
    private func signature(
        headers: [(name: String, value: String)], body: String
    ) throws -> Substring {
        let value = try HuaweiSignature.authorization(
            method: "POST", path: "/v2/\(project)/notifications/topics/\(topic)/publish",
            headers: [("x-sdk-date", time), ("host", host)] + headers,
            body: Array(body.utf8), time: time, accessKey: "AKEXAMPLE0123456789A",
            secretKey: Array("SKexampleSecretKey0123456789abcdefghijklm".utf8),
            using: LibCrypto())
        return value.suffix(64)
    }

    @Test func `a request with host and date only`() throws {
        let expected = "9431e9b8d82dd3bc2a582bcea6866e48b66f748855c171bc20cfa33a2953eefe"
        #expect(try signature(headers: [], body: body) == expected)
    }

    @Test func `a request with its content type`() throws {
        let expected = "3d2b302cb569c105cdc8c75fc0eb0673d047b71b79b4b00946bd157bf54e5d7e"
        let headers = [(name: "content-type", value: "application/json")]
        #expect(try signature(headers: headers, body: body) == expected)
    }

    @Test func `a body that is not ASCII`() throws {
        let expected = "87ead668a7a580c0d43e2daa146909788de200e58792776a4ef64b9c2fe9f679"
        let headers = [
            (name: "content-type", value: "application/json;charset=utf-8"),
            (name: "x-project-id", value: project),
        ]
        let body = #"{"message":"登录验证码 482913"}"#
        #expect(try signature(headers: headers, body: body) == expected)
    }

    @Test func `a temporary key's token is signed too`() throws {
        let expected = "b69c219857afdb23e1041c078cbe73ada49fbdd922f3af0878490ec47b5be99b"
        let headers = [
            (name: "content-type", value: "application/json"),
            (name: "x-security-token", value: "TOKENEXAMPLE"),
        ]
        #expect(try signature(headers: headers, body: body) == expected)
    }

    @Test func `a query is sorted and encoded`() throws {
        let expected = "87e60e1cab7628483d9e307832ba38af33b41919c0d7d3721448f7be9bc599b5"
        let value = try HuaweiSignature.authorization(
            method: "GET", path: "/v2/\(project)/notifications/topics",
            query: [("offset", "0"), ("limit", "10"), ("name", "a b~c")],
            headers: [("host", host), ("x-sdk-date", time)], body: [], time: time,
            accessKey: "AKEXAMPLE0123456789A",
            secretKey: Array("SKexampleSecretKey0123456789abcdefghijklm".utf8),
            using: LibCrypto())
        #expect(value.hasSuffix(", Signature=\(expected)"))
        #expect(
            value.hasPrefix(
                "SDK-HMAC-SHA256 Access=AKEXAMPLE0123456789A, SignedHeaders=host;x-sdk-date, "))
    }
}

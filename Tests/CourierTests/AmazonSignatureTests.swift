import Courier
import Cryptography
import Testing
import Vocabulary

/// Requests signed by Amazon's own library (botocore 1.43.11) with the keys of its documentation.
@Suite struct AmazonSignatureTests {
    private func authorization(
        headers: [(name: String, value: String)], body: String? = nil, region: String = "us-east-1"
    ) throws -> String {
        let time = "20260102T030405Z"
        let usualBody =
            "Action=Publish&Version=2010-03-31&PhoneNumber=%2B8613800138000"
            + "&Message=Login%20code%20482913"
        return try AmazonSignature.authorization(
            method: "POST",
            headers: [("x-amz-date", time), ("host", "sns.us-east-1.amazonaws.com")] + headers,
            body: Array((body ?? usualBody).utf8), time: time, region: region, service: "sns",
            accessKey: "AKIDEXAMPLE",
            secretKey: Array("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".utf8),
            using: LibCrypto())
    }

    @Test func `a request with host and date`() throws {
        #expect(
            try authorization(headers: [])
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/sns/aws4_request, "
                + "SignedHeaders=host;x-amz-date, Signature="
                + "fc262f31d095790e659f7f159a2d84524851343d6865d232a37e3ca4fdda0c68")
    }

    @Test func `a request with its content type`() throws {
        let type = "application/x-www-form-urlencoded; charset=utf-8"
        let value = try authorization(headers: [("content-type", type)])
        #expect(
            value.hasSuffix("7b283c1347a7aec6a2685766311955fa6e30cde6209b8a040af03b6183cc699a"))
    }

    @Test func `another body and another region have other signatures`() throws {
        let signatures = try Set([
            authorization(headers: []), authorization(headers: [], body: ""),
            authorization(headers: [], region: "us-east-2"),
        ])
        #expect(signatures.count == 3)
    }
}

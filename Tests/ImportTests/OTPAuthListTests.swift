import Foundation
import Import
import Testing

@Suite struct OTPAuthListTests {
    private func account(_ lines: String...) -> ImportedAccount {
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        return OTPAuthList.account(from: bytes.span)
    }

    @Test(arguments: [
        ("totp/alice?secret=GEZDGNBVGY3TQOJQ", "totp sha1 6 30", "alice"),
        (
            "totp/Example:alice?secret=GEZDGNBVGY3TQOJQ&issuer=Example&algorithm=SHA256&digits=8&period=60",
            "totp sha256 8 60", "Example:alice"
        ),
        (
            "TOTP/Example%20Corp%3A%20alice%40web1?SECRET=gezd%20gnbvgy3tqojq&issuer=Example%20Corp",
            "totp sha1 6 30", "Example Corp:alice@web1"
        ),
        (
            "hotp/alice?secret=GEZDGNBVGY3TQOJQ&counter=41&algorithm=sha512",
            "hotp sha512 6 from 41",
            "alice"
        ),
        ("hotp/?secret=GEZDGNBVGY3TQOJQ", "hotp sha1 6 from 0", nil),
        ("totp?secret=GEZDGNBVGY3TQOJQ&issuer=%1B%5B31mRed%0A", "totp sha1 6 30", "[31mRed"),
    ])
    func `a URI is a device`(uri: String, kind: String, name: String?) throws {
        let account = account("otpauth://" + uri)
        #expect(account.problems.isEmpty)
        let device = try #require(account.devices.first)
        #expect(device.kind == kind)
        #expect(device.name == name)
        #expect(device.keyText == "31323334353637383930")
    }

    @Test(arguments: [
        ("https://example.org/", "no otpauth URI"), ("otpauth:totp/x?secret=AA", "no otpauth URI"),
        ("otpauth://steam/x?secret=GEZDGNBV", "the type is neither totp nor hotp"),
        ("otpauth://totp/x", "the URI has no secret in Base32"),
        ("otpauth://totp/x?secret=", "the URI has no secret in Base32"),
        ("otpauth://totp/x?secret=G01DGNBV", "the URI has no secret in Base32"),
        ("otpauth://totp/x?secret=GEZDGNBV&secret=GEZDGNBV", "the URI has a parameter twice"),
        ("otpauth://totp/x?secret=GEZDGNBV&digits=5", "a code has 6 to 8 digits"),
        ("otpauth://totp/x?secret=GEZDGNBV&digits=-6", "digits is no number"),
        ("otpauth://totp/x?secret=GEZDGNBV&digits=", "digits is no number"),
        ("otpauth://totp/x?secret=GEZDGNBV&period=0", "a time step has 10 to 300 seconds"),
        ("otpauth://hotp/x?secret=GEZDGNBV&counter=9223372036854775808", "counter is no number"),
        ("otpauth://totp/x?secret=GEZDGNBV&algorithm=MD5", "the algorithm is none of"),
        ("otpauth://totp/%4?secret=GEZDGNBV", "a percent sign stands before"),
        ("otpauth-migration://offline", "the export has no data in Base64"),
        ("otpauth-migration://offline?data=!", "the export has no data in Base64"),
    ])
    func `a line that is no device is reported, and the others are read`(
        line: String, reason: String
    ) {
        let account = account(
            "# a comment", "", line, "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ")
        #expect(account.problems.count == 1)
        #expect(account.problems.first?.hasPrefix("3: " + reason) == true, "\(account.problems)")
        #expect(account.devices.map(\.line) == [4])
    }

    // MARK: Exports of Google's app

    /// A field of a Protocol Buffers message.
    private func field(_ number: UInt8, _ value: UInt8) -> [UInt8] { [number << 3, value] }
    private func field(_ number: UInt8, _ value: [UInt8]) -> [UInt8] {
        [number << 3 | 2, UInt8(value.count)] + value
    }

    private func export(_ message: [UInt8]) -> String {
        let data = Data(message).base64EncodedString()
            .replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
        return "otpauth-migration://offline?data=" + data
    }

    private let key = Array("12345678901234567890".utf8)

    /// An export of two devices, the first of two QR codes.
    private var message: [UInt8] {
        let first =
            field(1, key) + field(2, Array("Example:alice".utf8))
            + field(3, Array("Example".utf8)) + field(4, 1) + field(5, 1) + field(6, 2)
        let second =
            field(1, key.reversed()) + field(2, Array("bob".utf8)) + field(4, 2) + field(5, 2)
            + field(6, 1) + field(7, 5) + field(8, Array("an id".utf8))
        return field(1, first) + field(1, second) + field(2, 1) + field(3, 2) + field(4, 0)
            + field(5, 99)
    }

    @Test func `an export of Google's app has several devices`() {
        let account = account(export(message))
        #expect(account.problems.isEmpty)
        #expect(account.notes == ["1: QR code 1 of 2 that the app shows"])
        #expect(account.devices.map(\.kind) == ["totp sha1 6 30", "hotp sha256 8 from 5"])
        #expect(account.devices.map(\.name) == ["Example:alice", "bob"])
        #expect(account.devices.first?.keyText == "3132333435363738393031323334353637383930")
    }

    @Test func `the alphabet of URLs and missing padding do as well`() {
        let plain = Data(message).base64EncodedString()
        #expect(plain.contains("/") || plain.contains("+") || plain.contains("="))
        let data = plain.replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
        let account = account("otpauth-migration://offline?data=" + data)
        #expect(account.devices.count == 2)
    }

    @Test func `a device of an export that cannot be used leaves the others`() {
        let md5 = field(1, field(1, key) + field(4, 4))
        let keyless = field(1, field(2, Array("nobody".utf8)))
        let digits = field(1, field(1, key) + field(5, 9))
        let minusOne = [7 << 3] + [UInt8](repeating: 0xFF, count: 9) + [1]
        let negative = field(1, field(1, key) + field(6, 1) + minusOne)
        let account = account(export(md5 + keyless + digits + negative + field(1, field(1, key))))
        #expect(account.devices.map(\.kind) == ["totp sha1 6 30"])
        #expect(
            account.problems == [
                "1: the algorithm is none of SHA1, SHA256 and SHA512",
                "1: a device of the export has no key", "1: a code has 6 to 8 digits",
                "1: the counter is out of range",
            ])
    }

    @Test(arguments: [
        // A length beyond the end, a number without an end or of eleven bytes, a group.
        [0x0A, 0x7F, 0x01], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0],
        [0x10, 0x80], [0x10] + [UInt8](repeating: 0x80, count: 10) + [0],
        [0x10] + [UInt8](repeating: 0x80, count: 9) + [2], [0x0B], [0x09, 1, 2],
        [0x0D, 1],
    ])
    func `a damaged export is reported`(message: [UInt8]) {
        #expect(account(export(message)).problems == ["1: the export is damaged"])
    }

    @Test func `random and damaged lines are read without a trap`() {
        let uri =
            "otpauth://hotp/Ex%20ample:al?secret=GEZDGNBV&counter=9223372036854775807&issuer=E"
        let texts = [Array(uri.utf8), Array(export(message).utf8)]
        var generator = FixedBytes(seed: 4648)
        for round in 0..<20_000 {
            let bytes =
                switch round % 4 {
                case 0:
                    (0..<round % 97).map { _ in UInt8.random(in: 0...255, using: &generator) }
                case 1: Array(export(mutated(message, with: &generator)).utf8)
                default: mutated(texts[round % 2], with: &generator)
                }
            let account = OTPAuthList.account(from: bytes.span)
            #expect(account.devices.count <= bytes.count)
        }
    }
}

import Foundation
import Import
import Testing

/// URIs as they come out of clipboards, spreadsheets and web pages: what is damaged is refused and never read as another
/// key, what is not understood is named, and no key gets into a name or a message.
@Suite struct DamagedURITests {
    private let key = "GEZDGNBVGY3TQOJQ"
    private let other = "MFRGGZDFMZTWQ2LK"

    private func account(_ text: String) -> ImportedAccount {
        let bytes = Array((text + "\n").utf8)
        return OTPAuthList.account(from: bytes.span)
    }

    @Test(arguments: [
        // A lost ampersand, question mark or equals sign, and ones too many.
        ("totp/x?secret=GEZDGNBVGY3TQOJQdigits=6&period=30", "an equals sign stands in a value"),
        ("totp/x?issuer=Examplesecret=GEZDGNBVGY3TQOJQ", "an equals sign stands in a value"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ&issuer=Exdigits=8", "an equals sign stands in a value"),
        ("totp/x?secret==GEZDGNBVGY3TQOJQ", "an equals sign stands in a value"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ?digits=8", "a second question mark"),
        ("totp/x?digits=8?secret=GEZDGNBVGY3TQOJQ", "a second question mark"),
        ("totp/x&secret=GEZDGNBVGY3TQOJQ?digits=8", "a parameter stands before the question mark"),
        ("totp/x&secret=GEZDGNBVGY3TQOJQ", "a parameter stands before the question mark"),
        ("totp/x?secretGEZDGNBVGY3TQOJQ&digits=8", "a part of the URI is no parameter"),
        ("totp/x?secret=GEZDGNBV&GY3TQOJQ", "a part of the URI is no parameter"),
        ("totp/x?secret=GEZDGNBV&=GY3TQOJQ", "a part of the URI is no parameter"),
        // Keys: padding inside and in the wrong number, other alphabets, lengths that no bytes have, none.
        ("totp/x?secret=GEZDGNBV=GY3TQOJQ", "an equals sign stands in a value"),
        ("totp/x?secret=GEZDGNBV%3DGY3TQOJQ", "the URI has no secret in Base32"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ=", "the URI has no secret in Base32"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQGE=====", "the URI has no secret in Base32"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ========", "the URI has no secret in Base32"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQG", "the URI has no secret in Base32"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQGEZ", "the URI has no secret in Base32"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQGEZDGN", "the URI has no secret in Base32"),
        ("totp/x?secret=GEZDGNBV+GY3TQOJQ", "the URI has no secret in Base32"),
        ("totp/x?secret=GEZDGNBV%00GY3TQOJQ", "the URI has no secret in Base32"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ%0A", "the URI has no secret in Base32"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ,", "the URI has no secret in Base32"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ\u{201d}", "the URI has no secret in Base32"),
        ("totp/x?secret=GEZDGNBV\u{a0}GY3TQOJQ", "the URI has no secret in Base32"),
        ("totp/x?secret=====", "the URI has no secret in Base32"),
        ("totp/x?secret=%20-%20", "the URI has no secret in Base32"),
        ("totp/x?secret", "a part of the URI is no parameter"),
        // Escapes, twice, control characters.
        ("totp/x?secret=GEZDGNBVGY3TQOJ%5", "a percent sign stands before"),
        ("totp/%zz?secret=GEZDGNBVGY3TQOJQ", "a percent sign stands before"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ&Digits=6&digits=8", "the URI has a parameter twice"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ&SECRET=MFRGGZDFMZTWQ2LK", "the URI has a parameter twice"),
        ("totp/x\u{1}?secret=GEZDGNBVGY3TQOJQ", "a control character"),
        ("totp/x\ty?secret=GEZDGNBVGY3TQOJQ", "a control character"),
        // Settings.
        ("totp/x?secret=GEZDGNBVGY3TQOJQ&digits=8.0", "digits is no number"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ&period=30s", "period is no number"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ&period=", "period is no number"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ&counter=x", "counter is no number"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ&algorithm=", "the algorithm is none of"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ&algorithm=SHA", "the algorithm is none of"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ&algorithm=SHA224", "the algorithm is none of"),
        ("totp/x?secret=GEZDGNBVGY3TQOJQ&algorithm=HmacMD5", "the algorithm is none of"),
        ("totp:x?secret=GEZDGNBVGY3TQOJQ", "the type is neither totp nor hotp"),
        ("a@totp/x?secret=GEZDGNBVGY3TQOJQ", "the type is neither totp nor hotp"),
    ])
    func `a damaged URI is refused`(uri: String, problem: String) {
        let account = account("otpauth://" + uri)
        #expect(account.devices.isEmpty, "\(account.devices.map(\.kind))")
        #expect(account.problems.count == 1)
        #expect(account.problems.first?.hasPrefix("1: " + problem) == true, "\(account.problems)")
        #expect(account.problems.first?.contains("GEZDGNBV") == false)
    }

    @Test(arguments: [
        "GEZDGNBVGY3TQOJQ", "gezdgnbvgy3tqojq", "GEZD%20GNBV%20GY3T%20QOJQ", "GEZD-GNBV-GY3T-QOJQ",
    ])
    func `keys as apps write them are read`(secret: String) {
        #expect(account("otpauth://totp/x?secret=\(secret)").devices.count == 1)
    }

    @Test(arguments: [
        "GEZDGNBVGY3TQOJQGE======", "GEZDGNBVGY3TQOJQGE%3D%3D%3D%3D%3D%3D", "GEZDGNBVGY3TQOJQGE",
    ])
    func `padding that fits is padding`(secret: String) {
        #expect(
            account("otpauth://totp/x?secret=\(secret)").devices.map(\.keyText) == [
                "3132333435363738393031"
            ])
    }

    @Test(arguments: [
        ("SHA-1", "sha1"), ("sha1", "sha1"), ("HmacSHA1", "sha1"), ("SHA_256", "sha256"),
        ("HmacSHA256", "sha256"), ("HMAC-SHA-256", "sha256"), ("Algorithm.sha256", "sha256"),
        ("SHA_512", "sha512"), ("hmac_sha512", "sha512"), ("SHA-512", "sha512"),
    ])
    func `an algorithm has many names`(name: String, hash: String) {
        let account = account("otpauth://totp/x?secret=\(key)&algorithm=\(name)")
        #expect(account.devices.map(\.kind) == ["totp \(hash) 6 30"])
    }

    @Test(arguments: [
        (
            "&amp;digits=8&amp;algorithm=SHA256",
            "2 parameters are not understood: amp;digits, amp;algorithm; an & was made &amp;"
        ),
        ("&digit=8", "a parameter is not understood: digit"),
        ("&encoder=steam", "a parameter is not understood: encoder"),
        ("&algo=SHA256&t0=3", "2 parameters are not understood: algo"),
        ("&MFRGGZDFMZTWQ2LK=1", "a parameter is not understood"),
        ("&ehpkpxpaehpkpxpa=", "a parameter is not understood"),
    ])
    func `a parameter that is not known is named, and the device is not taken`(
        rest: String, problem: String
    ) {
        let account = account("otpauth://totp/x?secret=\(key)\(rest)")
        #expect(account.devices.isEmpty)
        #expect(account.problems == ["1: " + problem])
    }

    @Test func `what apps add for their looks keeps no device out`() {
        let rest =
            "&image=https%3A%2F%2Fexample.org%2Fa.png&color=ff0000&tags=a&lock=true&counter=0"
        #expect(account("otpauth://totp/x?secret=\(key)\(rest)").devices.count == 1)
        #expect(account("otpauth://hotp/x?secret=\(key)&counter=3&period=30").devices.count == 1)
    }

    @Test(arguments: [
        " ", ",", ", ", ";", "\t", "  ", "|", "\u{a0}", "\u{2028}", "\r", "\u{b}", "\u{3000}", "",
        "%20",
        "%0A", "&issuer=", "&", "?", "#", "/", "\\n", "<br>", "%2520",
    ])
    func `two URIs on one line are refused, however they are separated`(separator: String) {
        for second in [
            "otpauth://totp/b?secret=", "OTPAUTH%3A%2F%2Ftotp%2Fb%3Fsecret%3D",
            "otpauth%253A//x?s=",
        ] {
            for first in [
                "totp/a?secret=\(key)&issuer=Ex", "totp/a?issuer=Ex&secret=\(key)", "totp/a",
            ] {
                let account = account("otpauth://\(first)\(separator)\(second)\(other)")
                #expect(account.devices.isEmpty)
                #expect(account.problems.count == 1)
                #expect(
                    !"\(account.findings)".contains(other) && !"\(account.findings)".contains(key))
            }
        }
    }

    @Test(arguments: [
        "MFRGGZDFMZTWQ2LK", "mfrggzdfmztwq2lk", "Example MFRGGZDFMZTWQ2LK", "MFRG GZDF MZTW Q2LK",
        "mfrg-gzdf-mztw-q2lk", "6162636465666768696a", "YWJjZGVmZ2hpamtsbW5vcHFyc3Q=",
        "alice%3Fsecret%3DMFRG", "GEZDGNBVGY3TQOJQ", "gezd gnbv gy3t qojq", "31323334353637383930",
        "MTIzNDU2Nzg5MA==", "x-GEZDGNBVGY3TQOJQ-y", "alice%2540GEZDGNBVGY3TQOJQ",
    ])
    func `a name with something like a key in it is not taken over`(name: String) {
        let escaped =
            name.contains("%") ? name : name.replacing(" ", with: "%20").replacing("=", with: "%3D")
        for uri in [
            "totp/\(escaped)?secret=\(key)", "totp/x?secret=\(key)&issuer=\(escaped)",
            "hotp/Example:\(escaped)?issuer=Example&secret=\(key)",
        ] {
            let account = account("otpauth://" + uri)
            #expect(account.devices.map(\.name) == [nil], "\(uri)")
            #expect(
                account.notes == [
                    "1: its name has something like a key in it, and is not taken over"
                ])
            #expect(account.problems.isEmpty)
        }
    }

    @Test(arguments: [
        "alice@web1.example.org", "Example Corp:alice", "administration-and-development",
        "Amazon Web Services:prod-eu-central-1", "0123456789", "+41 44 123 45 67", "Åsa Öberg",
        "4711", "a2b3c4", "team two web 2 server", "Ministry of Internal Affairs",
        "12345678901234567",
    ])
    func `names as people give them stay`(name: String) throws {
        let escaped = try #require(
            name.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let account = account("otpauth://totp/\(escaped)?secret=\(other)")
        #expect(account.devices.map(\.name) == [name])
    }

    @Test func `a list may begin with a byte order mark and end lines as other systems do`() {
        let account = account(
            "\u{feff}otpauth://totp/x?secret=\(key)\r\notpauth://totp/y?secret=\(other)\r")
        #expect(account.findings.isEmpty)
        #expect(account.devices.map(\.name) == ["x", "y"])
    }

    @Test(
        arguments: [
            (
                Array("alice,bob\n1,2\n".utf8),
                "no otpauth URI and no export of an app that is known: Aegis"
            ),
            (Array("<html>\n<body>\n".utf8), "no otpauth URI and no export"),
            ([0, 2, 0x2f, 0x91, 10, 13, 200, 10, 7], "no otpauth URI and no export"),
            ([0xff, 0xfe, 0x6f, 0, 0x74, 0], "this is UTF-16 text; save it as UTF-8"),
            ([0, 0x6f, 0, 0x74], "this is UTF-16 text; save it as UTF-8"),
            ([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], "this is a picture"),
            ([0x50, 0x4b, 3, 4, 10, 10], "this is an archive"),
        ] as [([UInt8], String)])
    func `a file of another kind is one failure`(bytes: [UInt8], problem: String) {
        let account = OTPAuthList.account(from: bytes.span)
        #expect(account.devices.isEmpty)
        #expect(account.findings.count == 1)
        #expect(account.problems.first?.hasPrefix(problem) == true, "\(account.problems)")
    }

    // MARK: Exports of Google's app

    private func migration(_ data: String) -> [String] {
        account("otpauth-migration://offline?data=" + data).problems
    }

    @Test func `a damaged export of Google's app is refused`() {
        let whole = Data([0x0a, 12, 0x0a, 10] + Array("1234567890".utf8)).base64EncodedString()
        #expect(migration(whole).isEmpty)
        let noData = ["1: the export has no data in Base64"]
        #expect(migration(String(whole.dropLast(3))) == noData)
        let (start, end) = (whole.prefix(8), whole.dropFirst(9))
        #expect(migration(start + "=" + end).first?.contains("an equals sign stands") == true)
        for character in ["%3D", " ", "%20", ".", "%00", ""] {
            #expect(migration(start + character + end) == noData)
        }
        #expect(migration(whole + "&batch=1") == ["1: a parameter is not understood: batch"])
        #expect(
            account("otpauth-migration://online?data=" + whole).problems == [
                "1: the export is not of the type offline"
            ])
    }

    @Test func `what else such an export has is noted`() {
        let device = [0x0a, 12, 0x0a, 10] + Array("1234567890".utf8)
        let known: [UInt8] = [0x10, 1, 0x18, 1, 0x20, 0, 0x28, 9]
        let data = Data(device + known + [0x30, 1]).base64EncodedString()
        let account = account("otpauth-migration://offline?data=" + data)
        #expect(account.devices.count == 1)
        #expect(
            account.notes == [
                "1: the export has something beside its devices that is not understood"
            ])
    }

    @Test(
        arguments: [
            ([0x30, 3], "the type is neither totp nor hotp"),
            ([0x20, 4], "the algorithm is none of"),
            ([0x28, 4], "a code has 6 to 8 digits"),
            ([0x48, 1], "a device of the export has a setting that is not understood"),
            ([0x32, 1, 1], "a device of the export has a setting that is not understood"),
            ([0x0a, 1, 1], "a device of the export has two keys"),
        ] as [([UInt8], String)])
    func `a device of such an export that is not understood in full is refused`(
        field: [UInt8], problem: String
    ) {
        let device = [0x0a, 10] + Array("1234567890".utf8) + field
        let data = Data([0x0a, UInt8(device.count)] + device).base64EncodedString()
        let problems = migration(data.replacing("+", with: "%2B"))
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("1: " + problem) == true, "\(problems)")
    }
}

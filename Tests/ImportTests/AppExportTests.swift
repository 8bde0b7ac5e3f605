import Import
import Testing

/// Exports of apps in JSON.
@Suite struct AppExportTests {
    private let firstKey = "3132333435363738393031323334353637383930"
    private let secondKey = "3039383736353433323130393837363534333231"

    private func account(_ text: String) -> ImportedAccount {
        let bytes = Array(text.utf8)
        return OTPAuthList.account(from: bytes.span)
    }

    @Test(arguments: [
        ("aegis", ExportSpecimens.aegis1), ("aegis", ExportSpecimens.aegis3),
        ("2fas", ExportSpecimens.twoFAS4), ("andotp", ExportSpecimens.andOTP),
        ("freeotp-plus", ExportSpecimens.freeOTPPlus), (nil, ExportSpecimens.enteText),
    ])
    func `an export has its devices, with names, settings and keys`(app: String?, text: String) {
        let account = account(text)
        #expect(account.findings.isEmpty, "\(account.findings)")
        #expect(account.app == app)
        #expect(account.devices.map(\.kind) == ["totp sha256 8 60", "hotp sha1 6 from 7"])
        #expect(account.devices.map(\.name) == ["Work:alice", "token"])
        #expect(account.devices.map(\.keyText) == [firstKey, secondKey])
    }

    @Test(arguments: [
        ("2fas", ExportSpecimens.twoFAS1, "totp sha1 6 30", "Work:alice"),
        ("bitwarden", ExportSpecimens.bitwardenAuthenticator, "totp sha1 8 60", "Work"),
        ("ente", ExportSpecimens.enteJSON, "totp sha256 8 60", "Work:alice"),
        (nil, ExportSpecimens.enteNewer, "totp sha256 8 60", "Work:alice"),
    ])
    func `other versions have the first of them`(
        app: String?, text: String, kind: String, name: String
    ) {
        let account = account(text)
        #expect(account.problems.isEmpty, "\(account.problems)")
        #expect(account.app == app)
        #expect(account.devices.map(\.kind) == [kind])
        #expect(account.devices.map(\.name) == [name])
        #expect(account.devices.map(\.keyText) == [firstKey])
    }

    @Test func `Bitwarden's vault has URIs and keys alone, and items without either`() {
        let account = account(ExportSpecimens.bitwardenVault)
        #expect(account.findings.isEmpty, "\(account.findings)")
        #expect(account.devices.map(\.kind) == ["totp sha256 8 60", "totp sha1 6 30"])
        #expect(account.devices.map(\.name) == ["Work:alice", "token"])
        #expect(account.devices.map(\.keyText) == [firstKey, secondKey])
    }

    @Test func `the first andOTP knew no types, and names in one piece`() {
        let account = account(ExportSpecimens.andOTPFirst)
        #expect(account.findings.isEmpty, "\(account.findings)")
        #expect(account.devices.map(\.kind) == ["totp sha1 6 30"])
        #expect(account.devices.map(\.name) == ["Work - alice"])
        #expect(account.devices.map(\.keyText) == ["31323334353637383930313233343536"])
    }

    @Test func `FreeOTP+ writes bytes as Java has them, and the names a person gave`() {
        let account = account(ExportSpecimens.freeOTPPlusNewer)
        #expect(account.findings.isEmpty, "\(account.findings)")
        #expect(account.devices.map(\.name) == ["Work:alice"])
        #expect(account.devices.map(\.keyText) == ["ff807f00010203040506"])
    }

    @Test func `what lies in Ente's trash is left out, and that is said`() {
        #expect(
            account(ExportSpecimens.enteNewer).notes == [
                "2: it is in the app's trash, and left out"
            ])
        #expect(
            account(ExportSpecimens.enteJSON).notes == [
                "entry 2: it is in the app's trash, and left out"
            ])
    }

    @Test(arguments: [
        ExportSpecimens.aegisEncrypted, ExportSpecimens.twoFASEncrypted,
        ExportSpecimens.bitwardenEncrypted, ExportSpecimens.enteEncrypted,
        "-----BEGIN PGP MESSAGE-----\n\nhQEMA1\n=ab\n-----END PGP MESSAGE-----\n",
        "Salted__\u{1}\u{2}\n",
    ])
    func `an encrypted export is one failure, which says so`(text: String) {
        let account = account(text)
        #expect(account.devices.isEmpty)
        #expect(account.findings.count == 1)
        #expect(
            account.problems.first?.contains("is encrypted; export it without a password") == true)
    }

    @Test(arguments: [
        (
            "{\"a\": 1}",
            "this is JSON, but no export of an app that is known: Aegis, 2FAS, Bitwarden"
        ),
        ("[]", "this is JSON, but no export"), ("[1, 2]", "this is JSON, but no export"),
        ("{\"version\":1,\"salt\":\"x\",\"content\":\"y\"}", "this is JSON, but no export"),
        ("{\"items\":[\n", "this is not JSON: see line 2"),
        (
            ExportSpecimens.aegis1.replacing(
                "\"version\": 1,\n        \"entries\"", with: "\"entries\""),
            "the export has a version that is not known: none"
        ),
        (
            ExportSpecimens.aegis3.replacing("\"version\":3", with: "\"version\":4"),
            "the export has a version that is not known: 4"
        ),
        (
            ExportSpecimens.twoFAS4.replacing("\"schemaVersion\":4", with: "\"schemaVersion\":5"),
            "the export has a version that is not known: 5"
        ),
    ])
    func `a file that is no export, or of a version to come, is one failure`(
        text: String, problem: String
    ) {
        let account = account(text)
        #expect(account.devices.isEmpty)
        #expect(account.findings.count == 1, "\(account.findings)")
        #expect(account.problems.first?.hasPrefix(problem) == true, "\(account.problems)")
    }

    @Test(arguments: [
        ("\"digits\": 8", "\"digits\": 9", "a code has 6 to 8 digits"),
        ("\"digits\": 8", "\"digits\": \"8\"", "digits is no whole number"),
        ("\"digits\": 8", "\"digits\": 8.0", "digits is no whole number"),
        ("\"period\": 60", "\"period\": 5", "a time step has 10 to 300 seconds"),
        ("\"period\": 60", "\"period\": 60, \"offset\": 3", "a setting is not understood: offset"),
        ("\"algo\": \"SHA256\"", "\"algo\": \"MD5\"", "the algorithm is none of"),
        ("\"algo\": \"SHA256\"", "\"algo\": 1", "algo is no text"),
        ("\"totp\"", "\"steam\"", "the type is neither totp nor hotp"),
        ("\"totp\"", "null", "the type is neither totp nor hotp"),
        (ExportSpecimens.first, "", "it has no secret in Base32"),
        (ExportSpecimens.first, "GEZDGNBVGY3TQOJQ=EZDGNBVGY", "it has no secret in Base32"),
        ("\"\(ExportSpecimens.first)\"", "null", "it has no secret in Base32"),
    ])
    func `an entry that is not understood in full is refused, and the other is read`(
        right: String, wrong: String, problem: String
    ) {
        let text = ExportSpecimens.aegis1
        #expect(text.contains(right))
        let account = account(text.replacing(right, with: wrong, maxReplacements: 1))
        #expect(account.problems.count == 1, "\(account.problems)")
        #expect(
            account.problems.first?.hasPrefix("entry 1: " + problem) == true, "\(account.problems)")
        #expect(account.devices.map(\.name) == ["token"])
    }

    @Test func `a counter that is not told is refused`() {
        let account = account(ExportSpecimens.aegis1.replacing(", \"counter\": 7", with: ""))
        #expect(account.problems == ["entry 2: it has no counter"])
    }

    @Test func `Steam's codes under another type's name are refused`() {
        let text = ExportSpecimens.freeOTPPlus.replacing(
            "\"issuerExt\":\"Work\"", with: "\"issuerExt\":\"Steam\"")
        #expect(account(text).problems == ["entry 1: the type is neither totp nor hotp"])
        let steam = ExportSpecimens.bitwardenVault.replacing(
            "ga4t qnzw gu2d gmrr ga4t qnzw gu2d gmrr", with: "steam://\(ExportSpecimens.second)")
        #expect(account(steam).problems == ["entry 2: no otpauth URI"])
    }

    @Test func `random and damaged exports are read without a trap, and no finding shows a key`() {
        let specimens = [
            ExportSpecimens.aegis1, ExportSpecimens.twoFAS4, ExportSpecimens.bitwardenVault,
            ExportSpecimens.andOTP, ExportSpecimens.freeOTPPlus, ExportSpecimens.enteJSON,
        ].map { Array($0.utf8) }
        var generator = FixedBytes(seed: 8259)
        for round in 0..<12_000 {
            let bytes = mutated(specimens[round % specimens.count], with: &generator)
            let account = OTPAuthList.account(from: bytes.span)
            let shown = account.findings.map(\.text) + account.devices.compactMap(\.name)
            #expect(!shown.contains { $0.contains("GEZDGNBVGY3T") || $0.contains("GA4TQNZW") })
        }
    }
}

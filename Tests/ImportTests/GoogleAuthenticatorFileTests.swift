import Import
import Testing
import TextCoding

@Suite struct GoogleAuthenticatorFileTests {
    private let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY"
    private let keyText = "31323334353637383930313233343536"

    private func account(_ text: String) -> ImportedAccount {
        let bytes = Array(text.utf8)
        return GoogleAuthenticatorFile.account(from: bytes.span)
    }

    @Test func `a time-based file has key, used steps, learned clock, window and scratch codes`()
        throws
    {
        let account = account(
            """
            \(key)
            " RATE_LIMIT 3 30 1700000000
            " WINDOW_SIZE 17
            " DISALLOW_REUSE 56666666 56666668
            " TIME_SKEW -2
            " TOTP_AUTH
            12345678
            87654321

            """)
        let device = try #require(account.devices.first)
        #expect(device.keyText == keyText)
        #expect(device.kind == "totp sha1 6 30")
        #expect(device.history.usedSteps == [56_666_666, 56_666_668])
        #expect(device.history.drift == -2)
        #expect(device.history.window == 8)
        #expect(account.codes == ["12345678", "87654321"])
        #expect(account.problems.isEmpty)
        #expect(account.notes == ["2: RATE_LIMIT is not taken over, LockAfter of the policy holds"])
    }

    @Test func `a counter comes before the time`() {
        let account = account("\(key)\n\" HOTP_COUNTER 42\n\" TOTP_AUTH\n\" WINDOW_SIZE 5\n")
        #expect(account.devices.map(\.kind) == ["hotp sha1 6 from 42"])
        #expect(account.devices.first?.history.window == 4)
    }

    @Test func `a counter of zero is none, as the module has it`() {
        #expect(
            account("\(key)\n\" HOTP_COUNTER 0\n\" TOTP_AUTH\n").devices.map(\.kind)
                == ["totp sha1 6 30"])
        let neither = account("\(key)\n\" HOTP_COUNTER 0\n12345678\n")
        #expect(neither.devices.isEmpty)
        #expect(neither.codes == ["12345678"])
        #expect(
            neither.problems == ["1: neither TOTP_AUTH nor HOTP_COUNTER says how codes are made"])
    }

    @Test func `another step size is the period, and one that is too short is refused`() {
        #expect(
            account("\(key)\n\" STEP_SIZE 60\n\" TOTP_AUTH\n").devices.map(\.kind)
                == ["totp sha1 6 60"])
        let short = account("\(key)\n\" STEP_SIZE 5\n\" TOTP_AUTH\n12345678\n")
        #expect(short.devices.isEmpty)
        #expect(short.codes == ["12345678"])
        #expect(short.problems == ["1: STEP_SIZE 5 is too short: the least is 10 seconds"])
    }

    @Test(arguments: [
        // Blanks and hyphens, lower case, what is easily mistyped, and bits that make no byte.
        "GEZD GNBV-GY3T QOJQ", "gezdgnbvgy3tqojq", "GEZDGNBVGY3TQOJQ\r", "GEZDGNBVGY3TQOJQ7",
    ])
    func `a key is read as leniently as the module reads it`(key: String) {
        let account = account("\(key)\n\" TOTP_AUTH\n")
        #expect(account.devices.map(\.keyText) == ["31323334353637383930"])
    }

    @Test func `0, 1 and 8 stand for the letters they look like`() {
        let typed = account("01801801801801801\n\" TOTP_AUTH\n")
        let meant = account("OLBOLBOLBOLBOLBOL\n\" TOTP_AUTH\n")
        #expect(typed.devices.map(\.keyText) == meant.devices.map(\.keyText))
        #expect(typed.devices.count == 1)
    }

    @Test func `the first option of a name counts`() {
        let account = account("\(key)\n\" HOTP_COUNTER 4\n\" HOTP_COUNTER 1\n")
        #expect(account.devices.map(\.kind) == ["hotp sha1 6 from 4"])
    }

    @Test func `lines that the old module ignores are notes, and lose nothing`() {
        let account = account(
            """
            \(key)
            "TOTP_AUTH
            "  TOTP_AUTH
            " TOTP_AUTH
            " TOTP_AUTH
            " NO_SUCH_OPTION 1
            " GEZDGNBVGY3TQOJQ
            # a comment
            1234567
            01234567
            12345678 9
            hello
            12345678
            12345678
            """)
        #expect(account.devices.map(\.kind) == ["totp sha1 6 30"])
        #expect(account.codes == ["12345678"])
        #expect(account.problems.isEmpty, "\(account.problems)")
        let ignored = "the old module ignores this line"
        #expect(
            account.notes == [
                "2: " + ignored, "3: " + ignored, "5: \(ignored): TOTP_AUTH stands there before",
                "6: NO_SUCH_OPTION means nothing to the old module",
                "7: an option that is not known means nothing to the old module", "8: " + ignored,
                "9: " + ignored, "10: " + ignored, "11: " + ignored, "12: " + ignored,
            ])
    }

    @Test(arguments: [
        ("STEP_SIZE", "STEP_SIZE is a number from 1 to 60"),
        ("STEP_SIZE 3O", "STEP_SIZE is a number from 1 to 60"),
        ("STEP_SIZE 61", "STEP_SIZE is a number from 1 to 60"),
        ("HOTP_COUNTER x", "HOTP_COUNTER is a number from 0"),
        ("HOTP_COUNTER -1", "HOTP_COUNTER is a number from 0"),
        ("WINDOW_SIZE many", "WINDOW_SIZE is a number from 1 to 100"),
        ("DISALLOW_REUSE 12 x", "DISALLOW_REUSE lists something that is no time step"),
        ("TIME_SKEW 1h", "TIME_SKEW is a number of steps"),
    ])
    func `a device with an option that is not understood is not taken`(
        option: String, problem: String
    ) {
        let account = account("\(key)\n\" TOTP_AUTH\n\" \(option)\n12345678\n")
        #expect(account.devices.isEmpty)
        #expect(account.problems.count == 1)
        #expect(account.problems.first?.hasPrefix("3: " + problem) == true, "\(account.problems)")
        #expect(account.codes == ["12345678"])
    }

    @Test(arguments: ["GEZDGNBV=GY3TQOJQ", "GEZDGNBVGY3TQOJQGE=", "GEZDGNBVGY3TQOJQ, a key"])
    func `a key with padding or words in it is none`(key: String) {
        let account = account("\(key)\n\" TOTP_AUTH\n")
        #expect(account.devices.isEmpty)
        #expect(account.problems == ["1: the first line is no key in Base32"])
    }

    @Test func `a byte order mark, and lines as other systems end them, do no harm`() {
        let account = account("\u{feff}\(key)\r\n\" TOTP_AUTH\r\n12345678\r\n")
        #expect(account.devices.map(\.keyText) == [keyText])
        #expect(account.codes == ["12345678"])
        #expect(account.findings.isEmpty)
    }

    @Test func `a file in UTF-16 is one failure, which says so`() {
        let bytes: [UInt8] =
            [0xff, 0xfe] + Array("\(key)\n\" TOTP_AUTH\n".utf8).flatMap { [$0, 0 as UInt8] }
        let account = GoogleAuthenticatorFile.account(from: bytes.span)
        #expect(account.devices.isEmpty)
        #expect(account.problems == ["this is UTF-16 text; save it as UTF-8"])
    }

    @Test(arguments: ["", "\n", "not base32!\n\" TOTP_AUTH\n12345678\n", "\u{0}\n"])
    func `of a file without a key nothing is taken, as the module takes nothing`(text: String) {
        let account = account(text)
        #expect(account.devices.isEmpty && account.scratchCodes.isEmpty)
        #expect(account.problems == ["1: the first line is no key in Base32"])
    }

    @Test func `no problem shows anything of the file`() {
        #expect(account("root:$6$secret-hash\nnobody:*:1234567\n").findings.count == 1)
        let account = account("\(key)\nsecret\n1234567\n\" SECRETWORD x\n\" SECRET_word x\n")
        #expect(account.findings.count == 5)
        #expect(
            account.findings.allSatisfy {
                !$0.text.contains("secret") && !$0.text.contains("1234567")
                    && !$0.text.contains("SECRET")
            })
    }

    @Test func `random and damaged files are read without a trap`() {
        let valid = Array(
            """
            \(key)
            " WINDOW_SIZE 17
            " DISALLOW_REUSE 56666666 56666668
            " TIME_SKEW -2
            " HOTP_COUNTER 9223372036854775807
            " TOTP_AUTH
            12345678

            """.utf8)
        var generator = FixedBytes(seed: 4226)
        for round in 0..<20_000 {
            let bytes =
                round % 4 == 0
                ? (0..<round % 97).map { _ in UInt8.random(in: 0...255, using: &generator) }
                : mutated(valid, with: &generator)
            let account = GoogleAuthenticatorFile.account(from: bytes.span)
            #expect(account.devices.count + account.findings.count > 0)
        }
    }
}

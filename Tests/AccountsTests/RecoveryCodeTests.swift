import Accounts
import AccountsTestSupport
import Cryptography
import Testing
import TestSupport

@Suite struct RecoveryCodeTests {
    private let host: TestHost
    private let codes: [String]
    private let now: Int64 = 1_700_000_010

    init() throws {
        host = try TestHost()
        codes = try host.enrol(.alice, [try TestDevice.time()])
    }

    private func tryCode(_ code: String) throws -> TryResult {
        try host.tryCode(code, of: .alice, at: now)
    }

    private func canonical(_ text: String) -> String? {
        RecoveryCode.canonical(typed: [UInt8](text: text).span).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private func left() throws -> Int {
        guard let account = try host.store().account(of: .alice) else { throw NoAccount() }
        let state = account.state
        return account.identity.recovery.map { state.unusedCount(of: $0) } ?? 0
    }

    private func renew() throws -> [String] {
        var codes: [String] = []
        try host.edit(.alice) { codes = try $0.renewRecoveryCodes() }
        return codes
    }

    @Test func `codes that were shown before are stored as they were`() throws {
        let shown = try RecoveryCode.makeSet(using: LibCrypto())
        #expect(Set(shown).count == 8)
        try host.edit(.alice) { try $0.replaceRecoveryCodes(shown) }
        for code in shown { #expect(try tryCode(code) == .accepted) }
        #expect(try tryCode(codes[0]) == .wrong)
    }

    @Test(arguments: [["abc"], ["uuuuu-uuuuu"], Array(repeating: "abcde-fghjk", count: 17)])
    func `what is no set of recovery codes is not stored`(codes: [String]) throws {
        #expect(throws: AccountError.self) {
            try host.edit(.alice) { try $0.replaceRecoveryCodes(codes) }
        }
        #expect(try left() == 8)
    }

    @Test func `a set has eight different codes of two groups of five`() throws {
        #expect(codes.count == 8)
        #expect(Set(codes).count == 8)
        for code in codes {
            #expect(code.utf8.count == 11)
            #expect(code.split(separator: "-").map { $0.utf8.count } == [5, 5])
            #expect(canonical(code) == code.filter { $0 != "-" })
        }
    }

    @Test func `all thirty-two characters occur, and none that is read as another`() throws {
        let characters = Set(try (0..<50).flatMap { _ in try renew() }.joined()).subtracting("-")
        #expect(characters == Set("0123456789abcdefghjkmnpqrstvwxyz"))
    }

    @Test func `each code works once`() throws {
        for code in codes { #expect(try tryCode(code) == .accepted) }
        for code in codes { #expect(try tryCode(code) == .used) }
        #expect(try left() == 0)
    }

    @Test func `what is left is counted`() throws {
        #expect(try left() == 8)
        #expect(try tryCode(codes[7]) == .accepted)
        #expect(try tryCode(codes[0]) == .accepted)
        #expect(try left() == 6)
    }

    @Test func `a code is taken as people type it`() throws {
        let code = codes[2]
        let bare = code.filter { $0 != "-" }
        #expect(try tryCode(" " + bare.uppercased() + "\r") == .accepted)
        #expect(try tryCode(bare.map { "\($0)-" }.joined()) == .used)
    }

    @Test(arguments: [
        ("abcde-fghjk", "abcdefghjk"), ("ABCDE FGHJK", "abcdefghjk"), ("oOiIl-LLooo", "0011111000"),
        ("0123456789", "0123456789"), ("\tvwxyz\r01234", "vwxyz01234"),
        ("-a-b-c-d-e-f-g-h-j-k-", "abcdefghjk"), ("ａｂｃｄｅｆｇｈｊｋ", "abcdefghjk"),
        ("Recovery code: abcde-fghjk.", "abcdefghjk"),
    ])
    func `case, blanks and look-alikes do not matter`(typed: String, expected: String) {
        #expect(canonical(typed) == expected)
    }

    @Test(arguments: [
        "", "-", "abcdefghj", "abcdefghjkm", "abcdefghju", "abcdefghj!", "abcdefghj\n",
        "abcdefghjé",
        "abcde_fghjk", "abcdefghj\u{0}", "@`[{@`[{@`",
    ])
    func `anything else cannot be a code`(typed: String) {
        #expect(canonical(typed) == nil)
    }

    @Test func `a very long text is refused, never a trap`() {
        for character in ["a", "-", "é"] {
            #expect(canonical(String(repeating: character, count: 1 << 18)) == nil)
        }
    }

    @Test func `a wrong code is counted`() throws {
        #expect(try tryCode("zzzzz-zzzzz") == .wrong)
        #expect(try host.state(of: .alice)?.failuresSinceSuccess == 1)
    }

    @Test func `a new set voids the old, used or not`() throws {
        #expect(try tryCode(codes[0]) == .accepted)
        let next = try renew()
        #expect(try left() == 8)
        for code in codes { #expect(try tryCode(code) == .wrong) }
        try host.edit(.alice) { $0.unlock(at: now) }
        for code in next { #expect(try tryCode(code) == .accepted) }
        for code in next { #expect(try tryCode(code) == .used) }
    }

    @Test func `a login between an unfinished renewal and the next keeps the codes in use`() throws
    {
        do {
            var edit = try AccountEdit(of: .alice, in: host.store())
            _ = try edit.renewRecoveryCodes()
        }
        #expect(try tryCode(codes[0]) == .accepted)
        #expect(try tryCode(codes[0]) == .used)
    }

    @Test func `one person's codes are nobody else's`() throws {
        try host.enrol(.bob, [try TestDevice.time()])
        for code in codes { #expect(try host.tryCode(code, of: .bob, at: now) == .wrong) }
    }

    @Test func `an account without codes has none to give`() throws {
        let phone = try TestDevice.time()
        try host.edit(.bob) { edit in
            try edit.addDevice(
                label: "phone", movingFactor: phone.movingFactor, key: phone.key.span,
                confirmedAt: 0,
                time: 0)
        }
        #expect(try host.tryCode(codes[0], of: .bob, at: now) == .wrong)
        guard let account = try host.store().account(of: .bob) else { throw NoAccount() }
        let hasCodes = account.identity.recovery != nil
        #expect(!hasCodes)
    }
}

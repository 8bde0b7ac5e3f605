@testable import Accounts
import AccountsTestSupport
import LanguageTestSupport
import Policy
import Testing
import TestSupport
import Vocabulary

/// Sources that have shown a code, and are not asked for another for a while.
@Suite struct TrustTests {
    private static let now: Int64 = 1_700_000_010
    private static let period: Int64 = 28_800

    private let host: TestHost
    private let phone: TestDevice
    private let token: TestDevice
    private let recoveryCodes: [String]
    private let desk: LoginSource
    private let cafe: LoginSource

    init() throws {
        host = try TestHost()
        phone = try TestDevice.time()
        token = try TestDevice.counter()
        recoveryCodes = try host.enrol(.alice, [phone, token])
        desk = try source("192.0.2.7")
        cafe = try source("198.51.100.9")
    }

    /// Accepts a code of the token from a source.
    private func accept(
        count: Int64, from source: LoginSource?, _ binding: TrustBinding = .addressAndKey,
        for period: Int64 = period, at time: Int64 = now, limits: AttemptLimits = .usual
    ) throws {
        guard let account = try host.store().account(of: .alice) else { throw NoAccount() }
        let code = try token.oneTimeCode(at: count)
        let verdict = try account.attempt(limits: limits, at: time).settle(
            from: source, under: TrustTerms(binding, for: period)
        ) { (attempt) throws(AccountError) in
            try attempt.compare(code, with: attempt.devices[1], window: 1)
        }
        guard case .right = verdict else { throw NoAccount() }
    }

    private func trusts(
        _ source: LoginSource, _ binding: TrustBinding = .addressAndKey,
        period: Int64 = period, at time: Int64 = now
    ) throws -> Bool {
        try #require(try host.state(of: .alice))
            .trusts(source, under: TrustTerms(binding, for: period), at: time)
    }

    @Test func `a source that showed a code is trusted, and no other`() throws {
        #expect(try !trusts(desk))
        try accept(count: 1, from: desk)
        #expect(try trusts(desk))
        #expect(try !trusts(cafe))
        #expect(try !trusts(cafe, .address))
    }

    @Test func `nobody is trusted where the policy says 0, or from an unknown source`() throws {
        try accept(count: 1, from: desk, for: 0)
        try accept(count: 2, from: nil)
        #expect(try #require(try host.state(of: .alice)).trusts.isEmpty)
    }

    @Test func `the address in its IPv6 form is the same`() throws {
        try accept(count: 1, from: desk)
        #expect(try trusts(source("::ffff:192.0.2.7")))
        #expect(try trusts(source("::FFFF:c000:207")))
        #expect(try !trusts(source("::192.0.2.7")))
    }

    @Test(arguments: ["fe80::1%eth0", "fe80::1", "febf::1", "169.254.3.4", "::ffff:169.254.3.4"])
    func `a link-local address, which every network has, is never trusted`(address: String) throws {
        try accept(count: 1, from: source(address))
        #expect(try !trusts(source(address)))
        #expect(try #require(try host.state(of: .alice)).trusts.isEmpty)
        // Not even by a trust from before.
        let old = Trust(source: try source(address), grantedAt: Self.now, expiresAt: .max)
        #expect(!old.holds(under: TrustTerms(.address, for: Self.period), at: Self.now))
    }

    @Test(arguments: ["fec0::1", "169.253.0.1", "169.255.0.1", "fe7f::1", "2001:db8::1"])
    func `an address beside those is trusted as any other`(address: String) throws {
        try accept(count: 1, from: source(address))
        #expect(try trusts(source(address)))
    }

    @Test(arguments: [
        "desk.example.org", "", "192.0.2.7 ", "192.0.2", "192.0.2.7/32", "UNKNOWN", "0x7f.1", ":::",
    ])
    func `what is no address is no source`(text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test func `with address+key another key is another source, and so is none`() throws {
        let keyed = desk.with(key: Array(1...32))
        let other = desk.with(key: Array(2...33))
        try accept(count: 1, from: keyed)
        #expect(try trusts(keyed))
        for source in [other, desk] {
            #expect(try !trusts(source))
            #expect(try trusts(source, .address))
        }
        #expect(try !trusts(cafe.with(key: keyed.key), .address))
    }

    @Test func `trust ends after the period, to the second`() throws {
        try accept(count: 1, from: desk, for: 3_600)
        #expect(try trusts(desk, at: Self.now + 3_599))
        #expect(try !trusts(desk, at: Self.now + 3_600))
    }

    @Test func `a longer period of now prolongs nothing, a shorter one counts at once`() throws {
        try accept(count: 1, from: desk, for: 3_600)
        #expect(try !trusts(desk, period: 7_200, at: Self.now + 3_600))
        #expect(try !trusts(desk, period: 60, at: Self.now + 60))
        #expect(try trusts(desk, period: 60, at: Self.now + 59))
        #expect(try !trusts(desk, period: 0))
    }

    @Test func `a clock set back before the grant trusts nobody`() throws {
        try accept(count: 1, from: desk)
        #expect(try !trusts(desk, at: Self.now - 1))
        #expect(try !trusts(desk, at: 0))
    }

    @Test func `a clock that was ahead for years leaves no trust behind`() throws {
        let ahead = Self.now + 150_000_000
        try accept(count: 1, from: desk, at: ahead)
        #expect(try !trusts(desk))
        try accept(count: 2, from: cafe)
        let state = try #require(try host.state(of: .alice))
        #expect(state.trusts.map { $0.grantedAt } == [Self.now])
    }

    @Test func `another code from the same source begins its time anew`() throws {
        try accept(count: 1, from: desk)
        try accept(count: 2, from: desk, at: Self.now + 10_000)
        #expect(try trusts(desk, at: Self.now + Self.period + 9_999))
        #expect(try #require(try host.state(of: .alice)).trusts.count == 1)
    }

    @Test func `of more than eight sources the oldest is asked again`() throws {
        for number in 1...9 {
            try accept(
                count: Int64(number), from: source("192.0.2.\(number)"),
                at: Self.now + Int64(number))
        }
        let end = Self.now + 10
        #expect(try !trusts(source("192.0.2.1"), at: end))
        for number in 2...9 { #expect(try trusts(source("192.0.2.\(number)"), at: end)) }
    }

    @Test func `a recovery code ends all trust, and its own source is not trusted`() throws {
        try accept(count: 1, from: desk)
        guard let account = try host.store().account(of: .alice) else { throw NoAccount() }
        let typed = [UInt8](text: recoveryCodes[0])
        guard let code = RecoveryCode.canonical(typed: typed.span) else { throw NoAccount() }
        let verdict = try account.attempt(limits: .usual, at: Self.now).settle(
            from: cafe, under: TrustTerms(.address, for: Self.period)
        ) { (attempt) throws(AccountError) in try attempt.compare(recoveryCode: code) }
        guard case .right = verdict else { throw NoAccount() }
        #expect(try #require(try host.state(of: .alice)).trusts.isEmpty)
    }

    @Test func `a lock ends all trust, and wrong codes before it do not`() throws {
        let limits = AttemptLimits(lockAfter: 3, lockFor: 60, lockCap: 100)
        try accept(count: 1, from: desk)
        for count in 1...3 {
            let wrong = try token.wrongCode(at: 200)
            #expect(try host.tryCode(wrong, of: .alice, at: Self.now, limits: limits) == .wrong)
            #expect(try trusts(desk) == (count < 3))
        }
    }

    @Test func `the right code on the last try before a lock ends no trust`() throws {
        let limits = AttemptLimits(lockAfter: 1, lockFor: 60, lockCap: 100)
        try accept(count: 1, from: desk)
        try accept(count: 2, from: cafe, limits: limits)
        #expect(try trusts(desk))
        #expect(try trusts(cafe))
    }

    @Test(arguments: ["device", "revocation", "recovery codes", "address", "number"])
    func `a change to what the person can show ends all trust`(change: String) throws {
        try accept(count: 1, from: desk)
        try host.edit(.alice) { edit in
            switch change {
            case "device":
                try edit.addDevice(
                    label: "tablet", movingFactor: token.movingFactor, key: token.key.span,
                    confirmedAt: 0, time: Self.now)
            case "revocation": edit.removeDevice(edit.identity.devices[0].id)
            case "recovery codes": _ = try edit.renewRecoveryCodes()
            case "address": edit.setEmail(nil)
            default: edit.setPhone(nil)
            }
        }
        #expect(try #require(try host.state(of: .alice)).trusts.isEmpty)
    }

    @Test func `what the person likes ends no trust`() throws {
        try accept(count: 1, from: desk)
        try host.edit(.alice) { edit in
            edit.setLanguage(.simplifiedChinese)
            edit.setPreferredMethod(.hotp)
            edit.unlock(at: Self.now)
        }
        #expect(try trusts(desk))
    }

    @Test func `an administrator ends the trust in some or in all`() throws {
        try accept(count: 1, from: desk)
        try accept(count: 2, from: cafe)
        var ended: [Int] = []
        try host.edit(.alice) { ended.append($0.endTrust { $0.source == desk }) }
        #expect(try !trusts(desk))
        #expect(try trusts(cafe))
        for _ in 0..<2 { try host.edit(.alice) { ended.append($0.endTrust()) } }
        #expect(ended == [1, 1, 0])
        #expect(try !trusts(cafe))
    }
}

/// A source without a key, by its address.
func source(_ address: String, service: String = "sshd") throws -> LoginSource {
    let address = try #require(NetworkAddress(address))
    return LoginSource(.address(address), key: [], service: [UInt8](text: service))
}

extension LoginSource {
    /// The same with another key.
    func with(key: [UInt8]) -> LoginSource { LoginSource(origin, key: key, service: service) }
}

extension TrustBinding {
    /// Address and key, whatever the service.
    static var addressAndKey: TrustBinding { TrustBinding.address.joined(with: .key) }
    /// Session and service.
    static var sessionAndService: TrustBinding { TrustBinding.session.joined(with: .service) }
}

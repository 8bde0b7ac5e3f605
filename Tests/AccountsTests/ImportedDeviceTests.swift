import Accounts
import AccountsTestSupport
import OneTimePassword
import Testing
import TestSupport
import Vocabulary

/// Devices and codes that another module made.
@Suite struct ImportedDeviceTests {
    private let host: TestHost
    private let device: TestDevice
    private let now: Int64 = 1_700_000_010

    init() throws {
        host = try TestHost()
        device = try TestDevice.time()
    }

    private func importDevice(next: UInt64, used: [UInt64] = [], drift: Int = 0) throws {
        try host.edit(.alice) {
            try $0.importDevice(
                label: "imported", movingFactor: device.movingFactor, key: device.key.span,
                nextCounter: next, used: used, drift: drift, time: now)
        }
    }

    private func tryCode(after seconds: Int64) throws -> TryResult {
        try host.tryCode(device.code(at: now + seconds), of: .alice, at: now)
    }

    @Test func `codes before the next step are not taken, and those known as used are no guess`()
        throws
    {
        let step = UInt64(now / 30)
        try importDevice(next: step + 1, used: [step, step - 40])
        #expect(try tryCode(after: 0) == .used)
        #expect(try tryCode(after: -30) == .wrong)
        #expect(try tryCode(after: 30) == .accepted)
    }

    @Test(arguments: [(10, 300), (-10, -300)] as [(Int, Int64)])
    func `the clock is followed from the first login`(drift: Int, seconds: Int64) throws {
        try importDevice(next: 0, drift: drift)
        #expect(AccountEdit.followsDrift(of: drift))
        #expect(try tryCode(after: 0) == .wrong)
        #expect(try tryCode(after: seconds) == .accepted)
    }

    @Test(arguments: [11, -11, 128, Int.max, Int.min])
    func `a clock that is further off is not followed`(drift: Int) throws {
        try importDevice(next: 0, drift: drift)
        #expect(!AccountEdit.followsDrift(of: drift))
        #expect(try tryCode(after: 0) == .accepted)
    }

    @Test func `a counter at the end of its range is refused`() throws {
        #expect(throws: AccountError.self) { try importDevice(next: .max) }
    }

    @Test(arguments: [0, 17])
    func `no set has no codes or more than the state has room for`(count: Int) throws {
        let codes = Array(repeating: [UInt8](text: "12345678"), count: count)
        #expect(throws: AccountError.self) {
            try host.edit(.alice) { try $0.importRecoveryCodes(codes) }
        }
    }

    @Test(arguments: [false, true])
    func `a device or codes that come in end all trust`(isDevice: Bool) throws {
        try importDevice(next: 0)
        let typed = OneTimeCode(typed: [UInt8](text: try device.code(at: now)).span)
        let code = try #require(typed)
        let source = try source("192.0.2.7")
        guard let account = try host.store().account(of: .alice) else { throw NoAccount() }
        let phone = try #require(account.identity.devices.first)
        let verdict = try account.attempt(limits: .usual, at: now).settle(
            from: source, under: TrustTerms(.address, for: 3600)
        ) { (attempt) throws(AccountError) in try attempt.compare(code, with: phone, window: 1) }
        guard case .right = verdict else { throw NoAccount() }
        #expect(try host.state(of: .alice)?.trusts.count == 1)
        let other = try TestDevice.time()
        try host.edit(.alice) { edit in
            guard isDevice else {
                return try edit.importRecoveryCodes([[UInt8](text: "12345678")])
            }
            try edit.importDevice(
                label: "other", movingFactor: other.movingFactor, key: other.key.span,
                nextCounter: 0, drift: 0, time: now)
        }
        #expect(try host.state(of: .alice)?.trusts.isEmpty == true)
    }

    @Test func `a key is found again, and that there were devices is known when none is left`()
        throws
    {
        try importDevice(next: 0)
        try host.edit(.alice) { edit in
            let found = edit.identity.device(havingKey: device.key.span)
            let shorter = edit.identity.device(havingKey: [UInt8](device.key.dropLast()).span)
            #expect(found?.label == "imported")
            #expect(shorter == nil)
            edit.removeDevice(try #require(edit.identity.devices.first).id)
        }
        try host.edit(.alice) { edit in
            let hasHadDevices = edit.identity.hasHadDevices
            #expect(hasHadDevices)
        }
        let nobody = Identity()
        let hasHadDevices = nobody.hasHadDevices
        #expect(!hasHadDevices)
    }
}

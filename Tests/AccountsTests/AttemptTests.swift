import Accounts
import AccountsTestSupport
import HostSystem
import OneTimePassword
import Testing
import TestSupport

/// Charge, compare, accept: the life of one try.
@Suite struct AttemptTests {
    private let host: TestHost
    private let phone: TestDevice
    private let token: TestDevice
    private let now: Int64 = 1_700_000_010

    init() throws {
        host = try TestHost()
        phone = try TestDevice.time()
        token = try TestDevice.counter()
        try host.enrol(.alice, [phone, token])
    }

    private func tryPhone(_ steps: Int64, window: Int = 1, at time: Int64? = nil) throws
        -> TryResult
    {
        let time = time ?? now
        return try host.tryCode(
            phone.code(at: now + 30 * steps), of: .alice, at: time, window: window)
    }

    private func tryToken(_ counter: Int64, window: Int = 1) throws -> TryResult {
        try host.tryCode(token.code(at: counter), of: .alice, at: now, window: window)
    }

    private func failures() throws -> UInt32? { try host.state(of: .alice)?.failuresSinceSuccess }

    @Test func `a right code is accepted once`() throws {
        #expect(try tryPhone(0) == .accepted)
        #expect(try tryPhone(0) == .used)
        #expect(try tryToken(1) == .accepted)
        #expect(try tryToken(1) == .used)
    }

    @Test func `a login leaves when it was and which step it used`() throws {
        #expect(try tryPhone(1) == .accepted)
        let state = try #require(try host.state(of: .alice))
        #expect(state.lastSuccessAt == now)
        let device = try #require(state.devices.first { $0.id == 1 })
        #expect(device.lastUsedAt == now)
        #expect(device.nextCounter == UInt64(now / 30) + 2)
    }

    @Test func `a code older than the last accepted one is wrong where it never was typed`() throws
    {
        #expect(try tryPhone(0) == .accepted)
        #expect(try tryPhone(-1) == .wrong)
        #expect(try tryPhone(1) == .accepted)
        #expect(try tryPhone(0) == .used)
        #expect(try tryPhone(-1) == .wrong)
    }

    @Test func `the last accepted code is used however old it is, and others of then are wrong`()
        throws
    {
        #expect(try tryPhone(0) == .accepted)
        #expect(try tryToken(3, window: 5) == .accepted)
        for time in [now + 3600, now + 86_400 * 400, now - 3600] {
            #expect(try tryPhone(0, at: time) == .used)
            #expect(try tryPhone(-1, at: time) == .wrong)
        }
        #expect(try tryToken(3) == .used)
        #expect(try tryToken(1) == .wrong, "a press that was passed over")
    }

    @Test func `each accepted code of the window is used, and not only the last`() throws {
        let steps: [Int64] = [-10, -7, -3, 0, 1, 9]
        for step in steps { #expect(try tryPhone(step, window: 10) == .accepted) }
        for step in Int64(-10)...9 {
            let result = try host.tryCode(
                phone.code(at: now + 30 * step), of: .alice, at: now, window: 10, limits: .none)
            #expect(result == (steps.contains(step) ? .used : .wrong), "step \(step)")
        }
        try host.edit(.alice) { $0.unlock(at: now) }
        for counter: Int64 in [2, 4] { #expect(try tryToken(counter, window: 4) == .accepted) }
        #expect(try tryToken(2, window: 4) == .used)
        #expect(try tryToken(3, window: 4) == .wrong)
    }

    @Test func `the code that confirmed a device is used`() throws {
        let other = try TestDevice.time(label: "other", key: Array(41...60))
        guard case .time(let totp) = other.movingFactor else { throw NoAccount() }
        try host.edit(.alice) { edit in
            try edit.addDevice(
                label: other.label, movingFactor: other.movingFactor, key: other.key.span,
                confirmedAt: totp.step(at: now), time: now)
        }
        #expect(try host.tryCode(other.code(at: now), of: .alice, at: now) == .used)
        #expect(try host.tryCode(other.code(at: now), of: .alice, at: now + 9999) == .used)
        #expect(try failures() == 0)
    }

    @Test(arguments: [0, 1, 2, 10])
    func `a phone's code is taken so many steps before and after, and none further`(window: Int)
        throws
    {
        for steps in [Int64(window) + 1, -Int64(window) - 1] {
            #expect(try tryPhone(steps, window: window) == .wrong)
        }
        for steps in -Int64(window)...Int64(window) {
            #expect(try tryPhone(steps, window: window) == .accepted, "\(steps) steps")
        }
    }

    @Test(arguments: [0, 1, 2, 10])
    func `a token's code is taken so many presses ahead, and none further`(window: Int) throws {
        #expect(try tryToken(Int64(window) + 2, window: window) == .wrong)
        #expect(try tryToken(Int64(window) + 1, window: window) == .accepted)
        #expect(try tryToken(Int64(window) + 1, window: window) == .used)
        #expect(try tryToken(Int64(window) + 2, window: window) == .accepted)
    }

    @Test func `a window below zero is none`() throws {
        #expect(try tryPhone(1, window: -5) == .wrong)
        #expect(try tryPhone(0, window: -5) == .accepted)
    }

    @Test func `a code with another number of digits is wrong`() throws {
        let long = try TestDevice.time(label: "long", digits: 8, key: phone.key)
        let code = try long.code(at: now)
        #expect(try host.tryCode(code, of: .alice, at: now) == .wrong)
        #expect(try host.tryCode(String(code.suffix(7)), of: .alice, at: now) == .wrong)
    }

    @Test func `a wrong code is counted, and a right one takes all counts back`() throws {
        let wrong = try phone.wrongCode(at: now)
        for count in UInt32(1)...5 {
            #expect(try host.tryCode(wrong, of: .alice, at: now) == .wrong)
            #expect(try failures() == count)
        }
        #expect(try tryPhone(0) == .accepted)
        #expect(try failures() == 0)
        #expect(try host.state(of: .alice)?.consecutiveFailures == 0)
    }

    @Test func `a used code is no guess: it is never counted and never locks`() throws {
        #expect(try tryPhone(0) == .accepted)
        for _ in 0..<30 { #expect(try tryPhone(0) == .used) }
        #expect(try failures() == 0)
        // Nor does it take back what was counted.
        #expect(try host.tryCode(phone.wrongCode(at: now), of: .alice, at: now) == .wrong)
        #expect(try tryPhone(0) == .used)
        #expect(try failures() == 1)
        #expect(try host.state(of: .alice)?.consecutiveFailures == 1)
    }

    @Test func `an attempt is counted from the moment it exists, and stays so if it is dropped`()
        throws
    {
        for count in UInt32(1)...3 {
            guard let account = try host.store().account(of: .alice) else { throw NoAccount() }
            let attempt = try account.attempt(limits: .usual, at: now)
            #expect(try failures() == count)
            let code = try phone.oneTimeCode(at: now)
            if let device = attempt.devices.first {
                _ = try attempt.compare(code, with: device, window: 1)
            }
            _ = consume attempt
            #expect(try failures() == count)
        }
        #expect(try tryPhone(0) == .accepted)
    }

    @Test func `while one attempt lasts another waits`() throws {
        guard let account = try host.store().account(of: .alice) else { throw NoAccount() }
        let attempt = try account.attempt(limits: .usual, at: now)
        let lock = try File(
            path: host.folder.path(of: "state/accounts/alice/lock"), confidentiality: .secret)
        #expect(throws: SystemError.self) { try lock.lock(within: 20) }
        _ = consume attempt
        try lock.lock(within: 0)
    }

    @Test(arguments: [(0, 0), (1, 30), (-2, -60), (130, 3900), (-130, -3900)] as [(Int64, Int64)])
    func `a code that was missed is found where it is right`(steps: Int64, seconds: Int64) throws {
        guard let account = try host.store().account(of: .alice) else { throw NoAccount() }
        let missed = try account.miss(at: now)
        let device = try #require(missed.devices.first)
        let code = try phone.oneTimeCode(at: now + seconds)
        #expect(try missed.distance(of: code, from: device, within: 130, at: now) == steps)
    }

    @Test func `a code that is right nowhere near is not found`() throws {
        guard let account = try host.store().account(of: .alice) else { throw NoAccount() }
        let missed = try account.miss(at: now)
        let device = try #require(missed.devices.first)
        let wrong = try #require(UInt64(try phone.wrongCode(at: now)))
        let code = OneTimeCode(value: wrong, length: 6)
        #expect(try missed.distance(of: code, from: device, within: 130, at: now) == nil)
    }
}

import Accounts
import AccountsTestSupport
import Testing
import TestSupport

/// A device whose clock is off is followed, slowly and not far.
@Suite struct DriftTests {
    private let host: TestHost
    private let phone: TestDevice
    private let start: Int64 = 1_700_000_010

    init() throws {
        host = try TestHost()
        phone = try TestDevice.time()
        try host.enrol(.alice, [phone])
    }

    /// The result of a code the device shows `steps` steps ahead, an hour after the login before.
    private func login(_ hour: Int64, ahead steps: Int64, window: Int = 1) throws -> TryResult {
        let time = start + 3600 * hour
        return try host.tryCode(
            phone.code(at: time + 30 * steps), of: .alice, at: time, window: window, limits: .none)
    }

    private func drift() throws -> Int8 { try host.deviceState(of: .alice).drift }

    @Test(arguments: [-1, 1] as [Int64])
    func `an offset is learned when two logins in a row show it`(steps: Int64) throws {
        #expect(try login(1, ahead: steps) == .accepted)
        #expect(try drift() == 0)
        #expect(try login(2, ahead: steps) == .accepted)
        #expect(try drift() == Int8(steps))
        #expect(try login(3, ahead: 2 * steps) == .accepted)
    }

    @Test func `one late answer teaches nothing`() throws {
        for hour in [Int64(1), 3, 5] {
            #expect(try login(hour, ahead: -1) == .accepted)
            #expect(try login(hour + 1, ahead: 0) == .accepted)
            #expect(try drift() == 0)
        }
        #expect(try login(7, ahead: -2) == .wrong)
    }

    @Test func `a clock that is set right again is followed back`() throws {
        for (hour, steps) in [(1, 1), (2, 1), (3, 2), (4, 2)] as [(Int64, Int64)] {
            #expect(try login(hour, ahead: steps) == .accepted)
        }
        #expect(try drift() == 2)
        for (hour, steps) in [(5, 1), (6, 1), (7, 0), (8, 0)] as [(Int64, Int64)] {
            #expect(try login(hour, ahead: steps) == .accepted)
        }
        #expect(try drift() == 0)
    }

    @Test(arguments: [-1, 1] as [Int64])
    func `no more than ten steps are learned`(direction: Int64) throws {
        var hour: Int64 = 0
        for steps in Int64(1)...11 {
            for _ in 0..<2 {
                hour += 1
                #expect(try login(hour, ahead: direction * steps) == .accepted, "\(steps) steps")
            }
        }
        #expect(try drift() == Int8(10 * direction))
        #expect(try login(hour + 1, ahead: 12 * direction) == .wrong)
        #expect(try login(hour + 2, ahead: 11 * direction) == .accepted)
        #expect(try drift() == Int8(10 * direction))
    }

    @Test func `a window moves with the drift and grows no wider`() throws {
        #expect(try login(1, ahead: 1) == .accepted)
        #expect(try login(2, ahead: 1) == .accepted)
        #expect(try login(3, ahead: -1) == .wrong)
        #expect(try login(3, ahead: 0) == .accepted)
    }

    @Test func `wrong codes teach nothing`() throws {
        #expect(try login(1, ahead: 1) == .accepted)
        let before = try host.deviceState(of: .alice)
        #expect(try login(2, ahead: 5) == .wrong)
        #expect(try host.deviceState(of: .alice) == before)
    }
}

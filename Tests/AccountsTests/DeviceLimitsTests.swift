import Accounts
import AccountsTestSupport
import Testing
import TestSupport

@Suite struct DeviceLimitsTests {
    private let host: TestHost

    init() throws { host = try TestHost() }

    private func add(
        _ label: String, key: [UInt8] = Array(1...20), confirmedAt counter: UInt64 = 0
    ) throws -> AccountFailure? {
        let device = try TestDevice.time(label: label)
        return try failure {
            try host.edit(.alice) { edit in
                try edit.addDevice(
                    label: label, movingFactor: device.movingFactor, key: key.span,
                    confirmedAt: counter, time: 0)
            }
        }
    }

    @Test(arguments: [1, 2, 16])
    func `no more devices than the policy allows, and those that are there stay`(
        maximum: Int
    ) throws {
        let device = try TestDevice.time(label: "a")
        for number in 0..<16 {
            let result = try failure {
                try host.edit(.alice) { edit in
                    try edit.addDevice(
                        label: "\(number)", movingFactor: device.movingFactor,
                        key: [UInt8](1...20).span, confirmedAt: 0, time: 0, upTo: maximum)
                }
            }
            #expect(result == (number < maximum ? nil : .invalid))
        }
        #expect(try host.labels(of: .alice)?.count == maximum)
    }

    @Test func `sixteen devices fit, with the longest labels and keys, and no more`() throws {
        let longest = [UInt8](repeating: 0xAB, count: 128)
        for number in 0..<16 {
            let label = "\(number)" + String(repeating: "x", count: 62)
            #expect(try add(label, key: longest) == nil)
        }
        #expect(try add("one more") == .invalid)
        #expect(try host.labels(of: .alice)?.count == 16)
        var codes: [String] = []
        try host.edit(.alice) { codes = try $0.renewRecoveryCodes() }
        #expect(try host.tryCode(codes[0], of: .alice, at: 0) == .accepted)
    }

    @Test func `a label is one to sixty-four bytes`() throws {
        #expect(try add("") == .invalid)
        #expect(try add(String(repeating: "x", count: 65)) == .invalid)
        #expect(try add(String(repeating: "ä", count: 33)) == .invalid)
        #expect(try add(String(repeating: "ä", count: 32)) == nil)
        #expect(try add("\n\u{0}\u{1B}[2J") == nil)
        #expect(try host.labels(of: .alice)?.last == "\n\u{0}\u{1B}[2J")
    }

    @Test func `a label is taken once, and only the same bytes are the same label`() throws {
        #expect(try add("phone") == nil)
        #expect(try add("phone") == .invalid)
        #expect(try add("Phone") == nil)
    }

    @Test(arguments: [
        (0, false), (9, false), (10, true), (20, true), (128, true), (129, false), (300, false),
    ])
    func `a key is 10 to 128 bytes`(length: Int, isTaken: Bool) throws {
        let key = [UInt8](repeating: 1, count: length)
        #expect(try add("phone", key: key) == (isTaken ? nil : .invalid))
    }

    @Test func `the last counter there is confirms no device`() throws {
        #expect(try add("phone", confirmedAt: .max) == .invalid)
        #expect(try add("phone", confirmedAt: .max - 1) == nil)
    }

    @Test func `a token at the end of its counter is refused, never a trap`() throws {
        let token = try TestDevice.counter()
        try host.edit(.bob) { edit in
            try edit.addDevice(
                label: "token", movingFactor: token.movingFactor, key: token.key.span,
                confirmedAt: .max - 1, time: 0)
        }
        #expect(try host.deviceState(of: .bob).nextCounter == .max)
        #expect(try host.tryCode("123456", of: .bob, at: 0) == .wrong)
        #expect(try host.tryCode("123456", of: .bob, at: .max / 2, window: 10) == .wrong)
    }

    @Test func `a missed code of a token with a counter beyond 2^63 is no trap`() async {
        await #expect(processExitsWith: .success) {
            let host = try TestHost()
            let start: UInt64 = 1 << 63
            let token = try TestDevice.counter(start: start)
            try host.edit(.alice) { edit in
                try edit.addDevice(
                    label: "token", movingFactor: token.movingFactor, key: token.key.span,
                    confirmedAt: start, time: 0)
            }
            guard let account = try host.store().account(of: .alice) else { throw NoAccount() }
            let missed = try account.miss(at: 0)
            let device = try #require(missed.devices.first)
            let code = try token.oneTimeCode(atCounter: start + 50)
            let distance = try missed.distance(of: code, from: device, within: 130, at: 0)
            #expect(distance == 49)
        }
    }
}

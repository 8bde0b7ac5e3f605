import Accounts
import AccountsTestSupport
import Cryptography
import Foundation
import HostSystem
import Testing
import TestSupport

@Suite struct AccountTests {
    private let host: TestHost

    init() throws { host = try TestHost() }

    @Test func `nobody has an account before one is made`() throws {
        #expect(try host.labels(of: .alice) == nil)
        #expect(try host.store().userNames() == [])
    }

    @Test func `what was enrolled is there when the account is opened again`() throws {
        let phone = try TestDevice.time(label: "phone", hash: .sha256, digits: 8, period: 60)
        let token = try TestDevice.counter(label: "Schlüssel", start: 77, key: Array(0...127))
        try host.enrol(.alice, [phone, token], at: 1_700_000_000)
        let devices = try host.devices(of: .alice)
        #expect(devices.map { $0.id } == [1, 2])
        #expect(devices.map { $0.label } == ["phone", "Schlüssel"])
        #expect(devices.map { $0.movingFactor } == [phone.movingFactor, token.movingFactor])
        #expect(devices.map { $0.enrolledAt } == [1_700_000_000, 1_700_000_000])
        #expect(try host.keys(of: .alice) == [phone.key, token.key])
    }

    @Test func `a new account has no failures, no lock and no logins`() throws {
        try host.enrol(.alice, [try TestDevice.time()])
        let state = try #require(try host.state(of: .alice))
        #expect(state.consecutiveFailures == 0)
        #expect(state.failuresSinceSuccess == 0)
        #expect(state.lockedUntil == 0)
        #expect(state.lastSuccessAt == 0)
    }

    @Test func `an edit that is not saved changes nothing`() throws {
        try host.enrol(.alice, [try TestDevice.time()])
        let files = try host.files(of: .alice)
        do {
            var edit = try AccountEdit(of: .alice, in: host.store())
            edit.removeDevice(1)
            edit.unlock(at: 0)
            _ = try edit.renewRecoveryCodes()
        }
        #expect(try host.files(of: .alice) == files)
    }

    @Test func `an account that was begun and never saved is none`() throws {
        do { _ = try AccountEdit(of: .alice, in: host.store()) }
        #expect(try host.labels(of: .alice) == nil)
        try host.enrol(.alice, [try TestDevice.time()])
        #expect(try host.labels(of: .alice) == ["phone"])
    }

    @Test(arguments: [0, 1, 4096, 8192])
    func `an enrolment that was cut short, or somebody else's, is in nobody's way`(length: Int)
        throws
    {
        do { _ = try AccountEdit(of: .alice, in: host.store()) }
        let state = [UInt8](repeating: 0, count: length)
        try host.folder.write(state, to: "state/accounts/alice/state")
        try host.enrol(.alice, [try TestDevice.time()])
        #expect(try host.labels(of: .alice) == ["phone"])
        #expect(try host.state(of: .alice)?.failuresSinceSuccess == 0)
        #expect(try host.folder.read("state/accounts/alice/state").count == 8192)
    }

    @Test func `what is removed is gone, whoever has the name now`() throws {
        try host.enrol(.alice, [try TestDevice.time()])
        try host.enrol(.bob, [try TestDevice.time()])
        #expect(try host.store().removeAccount(named: "alice"))
        #expect(try host.store().userNames() == ["bob"])
        #expect(try !host.store().removeAccount(named: "alice"))
        let successor = User(name: "alice", id: 1005, groupID: 1000)
        try host.enrol(successor, [try TestDevice.counter()])
        #expect(try host.labels(of: successor) == ["token"])
        #expect(try host.labels(of: .bob) == ["phone"])
    }

    @Test func `an account that somebody uses at the moment is removed when they are done`() throws
    {
        try host.enrol(.alice, [try TestDevice.time()])
        let file = try Directory(path: host.stateDirectory).directory(named: "accounts")
            .directory(named: "alice").file(named: "lock")
        try file.lock(within: 0)
        #expect(
            try failure { _ = try host.store().removeAccount(named: "alice") } == .system(.busy))
        #expect(try host.labels(of: .alice) == ["phone"])
    }

    @Test func `the code that confirmed a device is used`() throws {
        let phone = try TestDevice.time()
        let time: Int64 = 1_700_000_000
        try host.edit(.alice) { edit in
            try edit.addDevice(
                label: "phone", movingFactor: phone.movingFactor, key: phone.key.span,
                confirmedAt: UInt64(time / 30), time: time)
        }
        #expect(try host.tryCode(phone.code(at: time), of: .alice, at: time) == .used)
        #expect(try host.tryCode(phone.code(at: time + 30), of: .alice, at: time) == .accepted)
    }

    @Test func `a revoked device opens nothing, and its number is not given again`() throws {
        let phone = try TestDevice.time()
        let token = try TestDevice.counter()
        try host.enrol(.alice, [phone, token])
        try host.edit(.alice) { $0.removeDevice(2) }
        #expect(try host.tryCode(token.code(at: 1), of: .alice, at: 0) == .wrong)
        try host.edit(.alice) { edit in
            try edit.addDevice(
                label: "token", movingFactor: token.movingFactor, key: token.key.span,
                confirmedAt: 0, time: 0)
        }
        #expect(try host.devices(of: .alice).map { $0.id } == [1, 3])
    }

    @Test func `what was known of a revoked device goes with the next login`() throws {
        let phone = try TestDevice.time()
        try host.enrol(.alice, [phone, try TestDevice.counter()])
        try host.edit(.alice) { $0.removeDevice(2) }
        let time: Int64 = 1_700_000_000
        #expect(try host.tryCode(phone.code(at: time), of: .alice, at: time) == .accepted)
        #expect(try host.state(of: .alice)?.devices.map { $0.id } == [1])
    }

    @Test func `devices can be enrolled and revoked any number of times without a login`() throws {
        for round in 0..<100 {
            try host.edit(.alice) { edit in
                for device in edit.identity.devices { edit.removeDevice(device.id) }
                let phone = try TestDevice.time(label: "phone \(round)")
                try edit.addDevice(
                    label: phone.label, movingFactor: phone.movingFactor, key: phone.key.span,
                    confirmedAt: 0, time: 0)
            }
        }
        #expect(try host.labels(of: .alice) == ["phone 99"])
    }

    @Test func `the key shows in no file and the folder's names say nothing but the user's`() throws
    {
        let key = (0..<20).map { UInt8($0 * 7 + 3) }
        try host.enrol(.alice, [try TestDevice.time(label: "a label", key: key)])
        #expect(
            try host.folder.entries(of: "state/accounts/alice") == ["identity", "lock", "state"])
        for (name, bytes) in try host.files(of: .alice) {
            #expect(!Data(bytes).contains(key), "\(name)")
            #expect(!Data(bytes).contains([UInt8](text: "a label")), "\(name)")
        }
    }

    @Test func `the users with an account are listed by their bytes`() throws {
        for name in ["zoe", "Adam", "../../etc", "a b", "ä"] {
            try host.enrol(User(name: name, id: 5, groupID: 5), [try TestDevice.time()])
        }
        try host.folder.makeFolder("state/accounts/%zz")
        try host.folder.makeFolder("state/accounts/lower%2e")
        #expect(try Set(host.store().userNames()) == ["../../etc", "Adam", "a b", "zoe", "ä"])
    }
}

extension Data {
    fileprivate func contains(_ bytes: [UInt8]) -> Bool { range(of: Data(bytes)) != nil }
}

extension TestHost {
    fileprivate func devices(of user: User) throws -> [Device] {
        guard let account = try store().account(of: user) else { throw NoAccount() }
        return account.identity.devices
    }

    fileprivate func keys(of user: User) throws -> [[UInt8]] {
        guard let account = try store().account(of: user) else { throw NoAccount() }
        return account.identity.devices.map { device in
            account.identity.withKey(of: device) { key in key.indices.map { key[$0] } }
        }
    }

    fileprivate func files(of user: User) throws -> [String: [UInt8]] {
        let folder = "state/accounts/\(user.name)"
        return try Dictionary(
            uniqueKeysWithValues: self.folder.entries(of: folder).map {
                ($0, try self.folder.read("\(folder)/\($0)"))
            })
    }
}

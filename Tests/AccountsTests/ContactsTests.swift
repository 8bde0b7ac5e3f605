import Accounts
import AccountsTestSupport
import Foundation
import HostSystem
import LanguageTestSupport
import Testing
import TestSupport
import Vocabulary

@Suite struct ContactsTests {
    private let host: TestHost

    init() throws { host = try TestHost() }

    @Test func `contacts are there when the account is opened again`() throws {
        try host.edit(.alice) { edit in
            edit.setEmail(try EmailAddress("alice@example.org"))
            edit.setPhone(try PhoneNumber("+86 138 0013 8000"))
            edit.setLanguage(.simplifiedChinese)
        }
        let contacts = try host.contacts(of: .alice)
        #expect(contacts.email?.text == "alice@example.org")
        #expect(contacts.phone?.text == "+8613800138000")
        #expect(contacts.language == .simplifiedChinese)
        #expect(!contacts.isEmpty)
    }

    @Test func `an account of contacts alone is an account`() throws {
        try host.edit(.alice) { $0.setEmail(try EmailAddress("alice@example.org")) }
        #expect(try host.labels(of: .alice) == [])
        #expect(try host.store().userNames() == ["alice"])
        #expect(try host.state(of: .alice)?.devices == [])
    }

    @Test func `each contact is set and cleared without the others and the devices`() throws {
        let codes = try host.enrol(.alice, [try TestDevice.time()])
        #expect(try host.contacts(of: .alice).isEmpty)
        try host.edit(.alice) { edit in
            edit.setEmail(try EmailAddress("alice@example.org"))
            edit.setPhone(try PhoneNumber("+4915112345678"))
            edit.setLanguage(.english)
        }
        try host.edit(.alice) { $0.setEmail(nil) }
        #expect(try host.contacts(of: .alice).email == nil)
        #expect(try host.contacts(of: .alice).phone?.text == "+4915112345678")
        try host.edit(.alice) { $0.setPhone(nil) }
        #expect(try host.contacts(of: .alice).phone == nil)
        #expect(try host.contacts(of: .alice).language == .english)
        try host.edit(.alice) { $0.setLanguage(nil) }
        #expect(try host.contacts(of: .alice).isEmpty)
        #expect(try host.labels(of: .alice) == ["phone"])
        #expect(try host.tryCode(codes[0], of: .alice, at: 1_700_000_000) == .accepted)
    }

    @Test func `the longest contacts go into the fullest account`() throws {
        let address =
            String(repeating: "a", count: 64) + "@" + String(repeating: "d", count: 185) + ".org"
        try host.edit(.alice) { edit in
            for number in 0..<Device.maximumCount {
                let device = try TestDevice.time(key: Array(repeating: 7, count: 128))
                let label = "\(number)"
                try edit.addDevice(
                    label: label + String(repeating: "x", count: 64 - label.utf8.count),
                    movingFactor: device.movingFactor, key: device.key.span, confirmedAt: 0, time: 0
                )
            }
            _ = try edit.renewRecoveryCodes()
            edit.setEmail(try EmailAddress(address))
            edit.setPhone(try PhoneNumber("+123456789012345"))
            edit.setLanguage(.simplifiedChinese)
        }
        #expect(try host.contacts(of: .alice).email?.text == address)
        #expect(try host.labels(of: .alice)?.count == Device.maximumCount)
    }

    @Test func `contacts show in no file`() throws {
        try host.edit(.alice) { edit in
            edit.setEmail(try EmailAddress("alice@example.org"))
            edit.setPhone(try PhoneNumber("+8613800138000"))
        }
        for name in try host.folder.entries(of: "state/accounts/alice") {
            let bytes = Data(try host.folder.read("state/accounts/alice/\(name)"))
            #expect(bytes.range(of: Data("alice@example.org".utf8)) == nil, "\(name)")
            #expect(bytes.range(of: Data("13800138000".utf8)) == nil, "\(name)")
        }
    }
}

extension TestHost {
    fileprivate func contacts(of user: User) throws -> Contacts {
        guard let account = try store().account(of: user) else { throw NoAccount() }
        return account.identity.contacts
    }
}

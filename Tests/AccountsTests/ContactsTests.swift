import Accounts
import AccountsTestSupport
import Delivery
import Foundation
import HostSystem
import LanguageTestSupport
import Messages
import Policy
import TestSupport
import Testing
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

    @Test func `an account that was written before there were contacts is read and goes on`() throws
    {
        let old = try TestHost()
        let key = try #require(Data(base64Encoded: OldIdentity.hostKey))
        let identity = try #require(Data(base64Encoded: OldIdentity.sealed))
        try old.folder.write(Array(key), to: "key")
        do { _ = try AccountEdit(of: .alice, in: old.store()) }
        try old.folder.write(Array(identity), to: "state/accounts/alice/identity")
        #expect(try old.labels(of: .alice) == ["phone", "token"])
        #expect(try old.contacts(of: .alice).isEmpty)
        try old.edit(.alice) { $0.setEmail(try EmailAddress("alice@example.org")) }
        #expect(try old.contacts(of: .alice).email?.text == "alice@example.org")
        #expect(try old.labels(of: .alice) == ["phone", "token"])
        let time: Int64 = 1_700_000_000
        let phone = try TestDevice.time()
        #expect(try old.tryCode(phone.code(at: time), of: .alice, at: time) == .accepted)
    }
}

extension TestHost {
    fileprivate func contacts(of user: User) throws -> Contacts {
        guard let account = try store().account(of: user) else { throw NoAccount() }
        return try account.identity().contacts
    }
}

/// An identity of version 1, as it was written for alice (uid 1000) with two devices and recovery codes,
/// and the key of its host.
private enum OldIdentity {
    static let hostKey = "jviRFJxRcNaiLyOAjeQeszBPrGNA5IUwbbM4839I+BU="
    static let sealed = """
        NHULE+oLSErVG4hIULJESt0LUsRy3eXpN7V4J+CUm8hND6DhgH7RyTWaEtq3lJl4MJeXxjInwfDpaWQBgM1CAHNI\
        WH2LRW0Iq4NEvlLEHQNGOuF8yOjj61JSXxFWPKTlXutkJJUL/MuT+w/LHV5cIZhs7qhXgkt/l91QZo5Muqz7mqey\
        gVHHtzE9eNQkJbdRFYK+awLb8U6sHvrAkdz9+MdVDV3lgioEuPK6+KybvrWUleJ2cPavcjlOZG/CwtNJ2211HY1P\
        bPfZJFf2U+8TeY7tJyJXeUsLD9gmpA9CocAmVVohlSwrcq1ml86TC9SgvhDo2+wC7DlAbfzSN57yeQpuQ9eA+eK9\
        y7vM3EkE5nX8YmIcig5N44evhQOSVhQIkOhS/gLCO/SoSrx+x6yFquYneZdnbZMW++Ep/lAyRuCYaFzCHvTg1aGM\
        US0Y2tfT5MI09uO65hzSdVNBADB0FEd8FR7BdE7g/6o/2VVWcRMd5YaEWuMYn4uxi74WSQt0hgT4tnycen7LeDI9\
        +Egp0wXvwsBubtC4kpNZ+VQSVG9b8Hf8
        """
}

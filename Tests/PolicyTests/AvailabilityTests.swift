import Policy
import Testing

@Suite struct AvailabilityTests {
    @Test func `the defaults are available`() {
        for keyword in Keyword.allCases {
            #expect(Settings().unavailableValues(of: keyword).isEmpty)
        }
    }

    @Test(arguments: [
        (
            "Unenrolled enrol", Keyword.unenrolled,
            "Unenrolled: enrol is not available in this version; "
                + "a login without an enrolled device is refused"
        ),
        (
            "TrustPeriod 90m", .trustPeriod,
            "TrustPeriod: 1h30m is not available in this version; "
                + "every login that would need a code is refused"
        ),
    ])
    func `a value that comes later is named with its consequence`(
        line: String,
        keyword: Keyword,
        message: String
    ) throws {
        let settings = try policy(line).settings(for: .alice)
        #expect(settings.unavailableValues(of: keyword).map(\.message) == [message])
        for other in Keyword.allCases where other != keyword {
            #expect(settings.unavailableValues(of: other).isEmpty)
        }
    }

    @Test(arguments: [
        "Unenrolled allow", "Unenrolled deny", "TrustPeriod 0", "Recipients account",
        "Recipients topic oncall", "Recipients ldap staff",
        "Methods totp hotp email sms dingtalk screen recovery",
    ])
    func `a value of this version is not named`(line: String) throws {
        let settings = try policy(line).settings(for: .alice)
        for keyword in Keyword.allCases {
            #expect(settings.unavailableValues(of: keyword).isEmpty)
        }
    }
}

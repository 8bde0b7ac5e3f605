import Accounts
import CLinuxPAM
import Cryptography
import HostSystem
import LoginFlow
import Testing

@testable import PluggableAuthentication

/// The table from the decision to PAM; ModuleTests see it from outside, for what can be brought about there.
@Suite struct ReturnCodeTests {
    private static let personal: [Refusal] = [
        .wrongCode(.unrelated), .usedCode, .expiredCode, .malformedAnswer, .emptyAnswer,
        .standInAnswer, .passwordAsAnswer, .userNameAsAnswer, .noCodeWithPassword, .conversation,
        .codeToAppend(42, to: ""), .notSentNow(.tooSoon(remaining: 1)), .unknownUser, .notEnrolled,
        .notEnrolledNow("given up"),
    ]
    private static let broken: [Refusal] = [
        .arguments("a"), .policy("p"), .account(.damaged("a")), .notPrivileged("n", service: "s"),
        .userDatabase(.init(.busy, "u")), .delivery("d", perhaps: nil), .enrolmentProgram("e"),
    ]
    private static let others: [(Refusal, Int32)] = [
        (.locked(.untilUnlocked), PAM_MAXTRIES),
        (.locked(.temporary(remaining: 1)), PAM_MAXTRIES),
        (.keyOnlyLogin(service: "sshd"), PAM_PERM_DENIED), (.keyNotTold, PAM_PERM_DENIED),
        (.clock, PAM_SYSTEM_ERR), (.cryptography(.libraryMissing), PAM_SYSTEM_ERR),
    ]

    @Test func `only what was shown is success, and only what is not asked is no opinion`() {
        #expect(Outcome.accepted(.bypass).returnCode == PAM_SUCCESS)
        #expect(Outcome.accepted(.recoveryCode(left: 0)).returnCode == PAM_SUCCESS)
        let exemptions: [Exemption] = [
            .off, .observed("would ask"), .unenrolled, .trusted, .split, .account,
        ]
        for exemption in exemptions {
            #expect(Outcome.notAsked(exemption).returnCode == PAM_IGNORE)
        }
        let refusals = Self.personal + Self.broken + Self.others.map { $0.0 }
        for refusal in refusals {
            let code = Outcome.refused(refusal).returnCode
            #expect(code != PAM_SUCCESS && code != PAM_IGNORE, "\(refusal)")
        }
    }

    @Test func `what is the person's looks alike, and what is broken like something broken`() {
        for refusal in Self.personal {
            #expect(Outcome.refused(refusal).returnCode == PAM_AUTH_ERR, "\(refusal)")
        }
        for refusal in Self.broken {
            #expect(Outcome.refused(refusal).returnCode == PAM_AUTHINFO_UNAVAIL, "\(refusal)")
        }
        for (refusal, code) in Self.others {
            #expect(Outcome.refused(refusal).returnCode == code, "\(refusal)")
        }
    }
}

package import Messages
internal import Vocabulary

// One sentence of each case. What follows one is said by a switch, so that a new case is not forgotten here: the
// switch lacks it.

extension PromptText: CaseIterable {
    package static var allCases: [PromptText] {
        Array(sequence(first: .verificationCode(alternatives: "email, sms")) { $0.next })
    }

    private var next: PromptText? {
        switch self {
        case .verificationCode: .sentCode(37, to: "a***e@example.org", alternatives: "email, sms")
        case .sentCode: .appendSentCode(37, to: "a***e@example.org")
        case .appendSentCode: .nextCode(in: 40)
        case .nextCode: .notACode
        case .notACode: .tooManyCodes(for: 120)
        case .tooManyCodes: .sendingFails(for: 60)
        case .sendingFails: .notSent
        case .notSent: .perhapsSent(37)
        case .perhapsSent: .shownNumber("0042")
        case .shownNumber: .usedCode
        case .usedCode: .expiredCode
        case .expiredCode: .locked(for: 600)
        case .locked: .lockedUntilUnlocked
        case .lockedUntilUnlocked: .fewRecoveryCodes(2)
        case .fewRecoveryCodes: .codeRequired(afterYear: 2026, month: 3, day: 1)
        case .codeRequired: nil
        }
    }
}

extension EnrolmentText: CaseIterable {
    package static var allCases: [EnrolmentText] {
        Array(sequence(first: .ticketQuestion) { $0.next })
    }

    private var next: EnrolmentText? {
        switch self {
        case .ticketQuestion: .noTicket
        case .noTicket: .wrongTicket
        case .wrongTicket: .device(picture: "##\n", key: "ABCD EFGH", uri: "otpauth:")
        case .device: .key("ABCD EFGH", uri: "otpauth:")
        case .key: .codeQuestion(canDraw: true)
        case .codeQuestion: .nextTry(after: .length(6), canDraw: true)
        case .nextTry: .explanation(.unrelated)
        case .explanation: .noRightCode
        case .noRightCode: .recoveryCodes(["abcde-fghjk", "mnpqr-stvwx", "yz012-34567"])
        case .recoveryCodes: .savedQuestionAgain
        case .savedQuestionAgain: .notSaved
        case .notSaved: .enrolledMeanwhile
        case .enrolledMeanwhile: .failed
        case .failed: nil
        }
    }
}

extension MessageText: CaseIterable {
    package static var allCases: [MessageText] {
        Array(sequence(first: .codeSubject) { $0.next })
            + Notice.allCases.flatMap { [.event($0), .notice($0)] }
    }

    private var next: MessageText? {
        switch self {
        case .codeSubject: .code
        case .code: .shortCode
        case .shortCode: .lifetime(300)
        case .lifetime: .noticeSubject
        case .noticeSubject, .event, .notice: nil
        }
    }
}

extension CommandText: CaseIterable {
    package static var allCases: [CommandText] { Array(sequence(first: .onlyRoot) { $0.next }) }

    private var next: CommandText? {
        switch self {
        case .onlyRoot: .onlyRootForOthers
        case .onlyRootForOthers: .onlyRootChangesContacts
        case .onlyRootChangesContacts: .onlyRootChoosesPolicy
        case .onlyRootChoosesPolicy: .noAccount(user: "alice")
        case .noAccount: .notAccepted
        case .notAccepted: .nothingAccepted
        case .nothingAccepted: .nothingEnrolled(user: "alice")
        case .nothingEnrolled: .nothingLeft
        case .nothingLeft: .firstDeviceForbidden
        case .firstDeviceForbidden: .anotherDeviceForbidden
        case .anotherDeviceForbidden: .ticketNeeded
        case .ticketNeeded: .noTicketTyped
        case .noTicketTyped: .accountChanged
        case .accountChanged: .tooManyDevices(maximum: 8)
        case .tooManyDevices: .labelTaken("phone")
        case .labelTaken: .device(key: "ABCD EFGH", uri: "otpauth:")
        case .device: .methodLacking("totp")
        case .methodLacking: .noCodeTyped
        case .noCodeTyped: .noRightCode
        case .noRightCode: .enrolled(label: "phone", user: "alice")
        case .enrolled: .recoveryCodes(["abcde-fghjk", "mnpqr-stvwx"])
        case .recoveryCodes: .recoveryCodesLeft(3)
        case .recoveryCodesLeft: .noticeUnsent("timeout", isCertain: true)
        case .noticeUnsent: .noDevices(user: "alice")
        case .noDevices: .noSources
        case .noSources: .noDevice(label: "phone", user: "alice", others: "tablet")
        case .noDevice: .revokedMeanwhile(label: "phone")
        case .revokedMeanwhile: .revoked(label: "phone", user: "alice")
        case .revoked: .wasLastDevice(recoveryCodes: 3)
        case .wasLastDevice: .nothingUsable(user: "alice", mayEnrolAgain: true)
        case .nothingUsable: .removalQuestion(user: "alice")
        case .removalQuestion: .notYes
        case .notYes: .offForbidden(user: "alice")
        case .offForbidden: .offUseless(user: "alice")
        case .offUseless: .isOff(user: "alice")
        case .isOff: .isOffAlready(user: "alice")
        case .isOffAlready: .notTrusted(source: "192.0.2.7", user: "alice")
        case .notTrusted: .trustEnded(sources: 2, user: "alice")
        case .trustEnded: .preferredMethodLacking("email")
        case .preferredMethodLacking: .preferred(nil, user: "alice")
        case .preferred: .preferredAlready(nil, user: "alice")
        case .preferredAlready: .contactsAlready
        case .contactsAlready: nil
        }
    }
}

import Accounts
import EnrolmentDialogue
import Testing
import TestSupport

/// Documentation/log.md has every reason for which nobody is enrolled at a login, and no other.
@Suite struct LogManualTests {
    @Test func `why nobody is enrolled at a login`() throws {
        let table = try ManualTable(
            under: "## Enrolment at a login", in: "Documentation/log.md")
        // The login itself says the rest, of the person and of its program.
        let login = try projectFile("Sources/LoginFlow/EnrolmentProcess.swift")
        let others = login.matches(
            of: /\.(?:notEnrolledNow|enrolmentProgram)\((?:compact\()?"([^"]+)"/
        ).map { String($0.1).replacing("\\(program)", with: "/a") }
        #expect(others.count > 3)
        #expect(
            table.differences(from: EnrolmentFailure.samples.map(\.reason) + others) == [])
    }
}

extension EnrolmentFailure {
    fileprivate static var samples: [EnrolmentFailure] {
        Array(sequence(first: .hungUp) { $0.next })
    }

    private var next: EnrolmentFailure? {
        switch self {
        case .hungUp: .noTicket
        case .noTicket: .wrongTicket(nil)
        case .wrongTicket(nil): .wrongTicket(.untilUnlocked)
        case .wrongTicket: .spentTicket
        case .spentTicket: .locked(.temporary(remaining: 9))
        case .locked(.temporary): .locked(.untilUnlocked)
        case .locked: .noRightCode
        case .noRightCode: .notSaved
        case .notSaved: .enrolledMeanwhile
        case .enrolledMeanwhile: .ticketUsedMeanwhile
        // What is broken is in the table of files and accounts.
        case .ticketUsedMeanwhile, .broken: nil
        }
    }
}

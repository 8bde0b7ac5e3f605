import Accounts
import AccountsTestSupport
import Policy
import Testing
import TestSupport
import Wire

@testable import EnrolmentDialogue

@Suite struct TicketTests {
    private static let wrong = "That ticket is wrong, was used, or is too old. Ask for a new one."
    private let host: EnrolmentHost

    init() throws { host = try EnrolmentHost() }

    private func enrol(
        ticket: String, lockAfter: Int = 10, word: String = "yes"
    ) -> (EnrolmentMessage, ScriptedPerson) {
        let person = ScriptedPerson { question, number in
            switch number {
            case 1: return ticket
            case 2: return try? Screen(question).code()
            default: return word
            }
        }
        let end = host.enrol(host.request(.invited, lockAfter: lockAfter), person)
        return (end, person)
    }

    private func failures() throws -> UInt32? {
        try host.files.state(of: host.root)?.failuresSinceSuccess
    }

    @Test func `the right ticket is asked for first, and is used up by the end`() throws {
        let ticket = try host.ticket()
        let (end, person) = enrol(ticket: ticket)
        guard case .enrolled = end else { throw Unexpected(end) }
        #expect(person.questions[0] == "Enrolment ticket: ")
        #expect(person.questions.count == 3)
        #expect(try host.files.state(of: host.root)?.ticket == nil)
        #expect(try failures() == 0)
    }

    @Test func `who does not say that the recovery codes are saved keeps the ticket`() throws {
        let ticket = try host.ticket()
        let (end, person) = enrol(ticket: ticket, word: "no")
        guard case .refused = end else { throw Unexpected(end) }
        #expect(person.questions.count == 5)
        #expect(try failures() == 0)
        let (again, _) = enrol(ticket: ticket)
        guard case .enrolled = again else { throw Unexpected(again) }
    }

    @Test func `blanks, capitals and hyphens in a ticket are forgiven`() throws {
        let ticket = try host.ticket()
        let typed = " \(ticket.uppercased().split(separator: "-").joined(separator: " - ")) "
        let (end, _) = enrol(ticket: typed)
        guard case .enrolled = end else { throw Unexpected(end) }
    }

    @Test(arguments: ["", " ", "abc", "123456", "uuuuu-uuuuu", "abcde-fghjk-mnpqr", "\u{7F}"])
    func `what cannot be a ticket is refused and not counted`(typed: String) throws {
        _ = try host.ticket()
        let (end, person) = enrol(ticket: typed)
        guard case .refused("answer is no ticket, not counted") = end else { throw Unexpected(end) }
        #expect(person.questions.count == 1)
        #expect(
            person.told == ["That is no enrolment ticket. Your administrator makes one for you."])
        #expect(try failures() == 0)
    }

    @Test func `a wrong ticket is refused and counted, and locks as any code does`() throws {
        _ = try host.ticket()
        for count in 1...2 {
            let (end, person) = enrol(ticket: "00000-0000a", lockAfter: 3)
            guard case .refused("wrong ticket") = end else { throw Unexpected(end) }
            #expect(person.questions.count == 1 && person.told == [Self.wrong])
            #expect(try failures() == UInt32(count))
        }
        let (third, person) = enrol(ticket: "00000-0000a", lockAfter: 3)
        guard case .refused("wrong ticket; the account is locked now") = third
        else { throw Unexpected(third) }
        #expect(person.told == [Self.wrong, "Too many wrong codes. Try again in 10 minutes."])
        let ticket = try host.ticket()
        let (locked, _) = enrol(ticket: ticket, lockAfter: 3)
        guard case .refused("locked for 600 s more") = locked else { throw Unexpected(locked) }
        #expect(try host.devices().isEmpty)
    }

    @Test func `a ticket that was used, has expired or was replaced is refused and no guess`()
        throws
    {
        let used = try host.ticket()
        let (first, _) = enrol(ticket: used)
        guard case .enrolled = first else { throw Unexpected(first) }
        try host.files.edit(host.root) { edit in
            for device in edit.identity.devices { edit.removeDevice(device.id) }
        }
        let expired = try host.ticket(at: EnrolmentHost.now - 3600, for: 3600)
        let live = Box("")
        for (ticket, replace) in [(used, false), (expired, false), (expired, true)] {
            if replace { live.value = try host.ticket() }
            let (end, person) = enrol(ticket: ticket)
            guard case .refused("ticket used, replaced or expired, not counted") = end else {
                throw Unexpected(end)
            }
            #expect(person.told == [Self.wrong])
            #expect(try failures() == 0)
        }
        let (last, _) = enrol(ticket: live.value)
        guard case .enrolled = last else { throw Unexpected(last) }
    }

    @Test func `who has no account meets the same dialogue, and no account is made`() throws {
        let (end, person) = enrol(ticket: "00000-0000a")
        guard case .refused("wrong ticket") = end else { throw Unexpected(end) }
        #expect(person.told == [Self.wrong])
        #expect(try host.files.folder.entries(of: "state/accounts").isEmpty)
    }

    @Test func `a ticket that was replaced during the dialogue enrols nobody`() throws {
        let ticket = try host.ticket()
        let host = host
        let person = ScriptedPerson { question, number in
            switch number {
            case 1: return ticket
            case 2: return try? Screen(question).code()
            default:
                _ = try? host.ticket()
                return "yes"
            }
        }
        let end = host.enrol(host.request(.invited), person)
        guard case .refused("the ticket was used meanwhile") = end else { throw Unexpected(end) }
        #expect(try host.devices().isEmpty)
        #expect(try host.files.state(of: host.root)?.ticket != nil)
    }
}

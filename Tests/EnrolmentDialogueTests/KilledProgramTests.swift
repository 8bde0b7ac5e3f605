import Accounts
import AccountsTestSupport
import Foundation
import Policy
import Testing
import TestSupport
import Wire

/// The real program, killed between the question for the ticket and its end.
@Suite(.timeLimit(.minutes(15))) struct KilledProgramTests {
    private let host: EnrolmentHost

    init() throws { host = try EnrolmentHost() }

    /// Enrols with a ticket, and is killed at a system call on the way.
    ///
    /// - Returns: Whether it was; not where it came to its end before.
    private func enrol(with ticket: String, killedAtSystemCall call: Int) throws -> Bool {
        let program = try RunningProgram(killedAtSystemCall: call)
        try program.write(try #require(host.request(.invited).encoded))
        var number = 0
        while case .ask(let question, _) = try program.message() {
            number += 1
            let answer =
                switch number {
                case 1: ticket
                case 2: try Screen(question).code(at: Int64(Date().timeIntervalSince1970))
                default: "yes"
                }
            // It may be gone already.
            do { try program.write(EnrolmentAnswer.typed(Array(answer.utf8)).encoded) } catch {}
        }
        switch program.end() {
        case 0: return true
        case 1: return false
        default: throw Unexpected(nil)
        }
    }

    @Test func `it leaves the device, or a ticket that is good, whenever it is killed`() throws {
        signal(SIGPIPE, SIG_IGN)
        let now = Int64(Date().timeIntervalSince1970)
        var ticket = try host.files.invite(host.root, at: now)
        for call in 1... {
            // Each kill may cost an attempt, which was charged before the ticket was compared.
            try host.files.edit(host.root) { $0.unlock(at: now) }
            let wasKilled = try enrol(with: ticket, killedAtSystemCall: call)
            let devices = try host.devices()
            let verdict = try host.files.show(ticket: ticket, of: host.root, at: now)
            guard case .right = verdict else {
                // Used up: by a device, which goes again to make room for the next try.
                #expect(devices == ["app"], "call \(call)")
                guard case .spent = verdict else { throw Unexpected(nil) }
                guard wasKilled else {
                    #expect(call > 40, "so few calls that the sweep saw nothing")
                    return
                }
                try host.files.edit(host.root) { edit in
                    for device in edit.identity.devices { edit.removeDevice(device.id) }
                }
                ticket = try host.files.invite(host.root, at: now)
                continue
            }
            // The next try enrols with it, and so all before it left it good.
            #expect(wasKilled && devices.isEmpty, "call \(call)")
        }
    }
}

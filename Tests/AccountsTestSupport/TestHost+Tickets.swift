package import Accounts
package import HostSystem
internal import TestSupport

/// A ticket that has not the form of one.
package struct NoTicket: Error {}

extension TestHost {
    /// The moment at which `account-worker` does everything, in seconds since 1970.
    package static var workerTime: Int64 { 1_800_000_000 }

    /// Makes a ticket for a user that is good for an hour; also an account, where there is none.
    package func invite(_ user: User, at time: Int64) throws -> String {
        var ticket = ""
        try edit(user) { ticket = try $0.invite(at: time, for: 3600) }
        return ticket
    }

    /// Shows a ticket, as a login to enrol does.
    package func show(
        ticket shown: String, of user: User, at time: Int64
    ) throws -> TicketVerdict {
        guard let account = try store().account(of: user) else { throw NoAccount() }
        let bytes = [UInt8](text: shown)
        guard let code = RecoveryCode.canonical(typed: bytes.span) else { throw NoTicket() }
        return try account.judge(ticket: code, limits: .none, at: time)
    }

    /// Shows a ticket, and stores a device and recovery codes with it, as an enrolment does.
    ///
    /// - Returns: Whether the ticket was good.
    package func redeem(_ shown: String, of user: User, at time: Int64) throws -> Bool {
        guard case .right(let ticket) = try show(ticket: shown, of: user, at: time) else {
            return false
        }
        var edit = try AccountEdit(of: user, in: store())
        guard edit.useTicket(ticket) else { return false }
        let device = try TestDevice.time()
        try edit.addDevice(
            label: device.label, movingFactor: device.movingFactor, key: device.key.span,
            confirmedAt: 0, time: time)
        _ = try edit.renewRecoveryCodes()
        try edit.save()
        return true
    }
}

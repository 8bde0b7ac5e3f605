internal import Accounts
package import ArgumentParser
internal import HostSystem
internal import LoginFlow
internal import Messages
internal import Policy
internal import Vocabulary

/// `sallyport revoke`: takes a device away.
package struct Revoke: PersonalCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Remove a device; its codes work no longer.",
        usage: Usage.both("revoke", "<label> "),
        discussion: """
            Anybody but root first shows a code, as at a login. A device that is not there is an error.

            \(ChangeHelp.json), "device" (its label), "devicesLeft" and "recoveryCodesLeft" (how many of them).
            """)

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: Usage.user) var first: String
    @Argument(
        help: ArgumentHelp(
            "The device's label, as `sallyport devices` shows it.", valueName: "label"))
    var second: String?
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    private struct RevokedDevice: Encodable {
        let device: String
        let devicesLeft: Int
        let recoveryCodesLeft: Int
    }

    package func perform(in session: Session) throws {
        let label = second ?? first
        let user = try session.user(named: second == nil ? nil : first, for: "revoke")
        let host = try policy.host(in: session)
        let device = try host.account(of: user).identity.device(labelled: label, of: user)
        let settings = host.settings(for: user)
        let proof = try session.proof(of: user, on: host)
        var edit = try AccountEdit(host.account(of: user))
        try proof.check(&edit, under: settings, at: session.now())
        // By its number: meanwhile another device may have got the label.
        guard edit.identity.devices.contains(where: { $0.id == device.id }) else {
            throw Failure(.revokedMeanwhile(label: device.label))
        }
        edit.removeDevice(device.id)
        let revoked = RevokedDevice(
            device: device.label, devicesLeft: edit.identity.devices.count,
            recoveryCodesLeft: edit.unusedRecoveryCodes)
        let status = try settings.enrolmentStatus(of: edit.identity, edit.state, at: session.now())
        try edit.save()
        session.logChange("revoke", user: user, device: device.label)
        var sentences = [session.text(.revoked(label: device.label, user: user.name))]
        if revoked.devicesLeft == 0 {
            let accepted = settings.methods.contains(.recovery) ? revoked.recoveryCodesLeft : 0
            sentences.append(session.text(.wasLastDevice(recoveryCodes: accepted)))
        }
        try session.answer(
            ChangeReport(user.name, changed: true, revoked), json: json,
            sentences.joined(separator: "\n"))
        try session.warn(of: user, status, under: settings)
    }
}

extension Identity {
    /// The device of a label.
    ///
    /// - Throws: where there is none, with the labels there are.
    borrowing func device(labelled label: String, of user: User) throws -> Device {
        if let device = devices.first(where: { $0.label.utf8.elementsEqual(label.utf8) }) {
            return device
        }
        let labels = devices.map(\.label).joined(separator: ", ")
        throw Failure(.noDevice(label: label, user: user.name, others: labels))
    }
}

internal import Accounts
package import ArgumentParser
internal import HostSystem

/// `sallyport revoke`: takes a device away.
package struct Revoke: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Remove a device; its codes work no longer.")

    @OptionGroup var policy: PolicyOption
    @Argument(help: "The user's name.") var user: String
    @Argument(help: "The device's label, as `sallyport devices` shows it.") var label: String

    package init() {}

    package func perform(in session: Session) throws {
        let user = try User.existing(user)
        var edit = try AccountEdit(policy.host().account(of: user))
        let devices = edit.identity.devices
        guard let device = devices.first(where: { $0.label.utf8.elementsEqual(label.utf8) }) else {
            let labels = devices.map(\.label).joined(separator: ", ")
            throw Failure(
                "\(user.name) has no device named \(label); "
                    + (devices.isEmpty ? "there is none" : "there are: \(labels)"))
        }
        edit.removeDevice(device.id)
        let recoveryCodes = edit.unusedRecoveryCodes
        try edit.save()
        session.logChange("revoke", user: user, device: device.label)
        try session.write("\(device.label) of \(user.name) is revoked.\n")
        if devices.count == 1 {
            try session.write(
                "It was the last one. Recovery codes that still let in: \(recoveryCodes).\n")
        }
    }
}

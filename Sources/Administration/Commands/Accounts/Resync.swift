internal import Accounts
package import ArgumentParser
internal import HostSystem
internal import OneTimePassword

/// `sallyport resync`: finds out how far the clock or the counter of a device has drifted, and stores it.
package struct Resync: AdministrationCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Resynchronise a device whose clock or counter is far off.",
        discussion: """
            Asks for two codes that the device shows one after the other, and looks for them far around. A counter \
            is followed up to \(Account.searchedPresses) presses ahead. A clock is followed where it is off by up \
            to ten steps, which are five minutes for most devices; more is told, and has to be mended by setting the \
            clock: of the telephone, or of this host. The codes typed here let nobody in.

            \(ChangeHelp.json), "device" (its label), "seconds" (how far its clock is ahead) and "presses" (how far its \
            counter was ahead), one of them null. "changed" is false where it was followed from there already.
            """)

    @OptionGroup var policy: PolicyOption
    @Argument(help: "The user's name.") var user: String
    @Argument(help: "The device's label, as `sallyport devices` shows it.") var device: String
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    private struct FoundDevice: Encodable {
        let device: String
        @Nullable private(set) var seconds: Int64?
        @Nullable private(set) var presses: Int64?

        init(_ device: Device, _ distance: Int64) {
            self.device = device.label
            switch device.movingFactor {
            case .counter: presses = distance
            case .time(let totp): seconds = distance * Int64(totp.period)
            }
        }
    }

    package func perform(in session: Session) throws {
        let host = try policy.host(in: session)
        let user = try User.existing(user)
        let device = try host.account(of: user).identity.device(labelled: device, of: user)
        let first = try readCode("A code of \(device.label): ", of: device, in: session)
        let second = try readCode(
            device.isTimed ? "The next code, once it changes: " : "The next code: ", of: device,
            in: session)
        let account = try host.account(of: user)
        guard let counter = try account.locate(device, showing: [first, second]) else {
            throw Failure("those are no two codes in a row of \(device.label); nothing is changed")
        }
        // Only now, for changes: nobody is kept waiting while a person types, nor for the search.
        var edit = try AccountEdit(account)
        switch edit.resynchronize(device, at: counter, showing: [first, second]) {
        case .found(let distance):
            let isFollowed = account.isFollowed(device, at: distance)
            // Also then: the codes that were typed count as used.
            try edit.save()
            if !isFollowed { session.logChange("resync", user: user, device: device.label) }
            try session.answer(
                ChangeReport(user.name, changed: !isFollowed, FoundDevice(device, distance)),
                json: json,
                "\(device.label) of \(user.name) "
                    + (isFollowed ? "was followed from there already" : "is found again")
                    + ": \(device.words(for: distance)).")
        case .tooFar(let distance):
            throw Failure(
                "the clocks differ too much to be followed: \(device.words(for: distance)); set the clock "
                    + "that is wrong, of the device or of this host")
        case .used: throw Failure("those codes are behind one that was used; nothing is changed")
        case .notFound: throw Failure("\(device.label) was revoked meanwhile; nothing is changed")
        }
    }

    private func readCode(
        _ question: String, of device: Device, in session: Session
    ) throws -> TypedDeviceCode {
        guard let line = try session.ask(question, json: json) else {
            throw Failure("no code was typed; nothing is changed")
        }
        let typed = OneTimeCode(typed: Array(line.utf8).span)
        guard let code = typed, code.length == device.hotp.digits else {
            throw Failure(
                "a code of this device has \(device.hotp.digits) digits; nothing is changed")
        }
        return TypedDeviceCode(code: code, time: try session.now())
    }
}

extension Account {
    /// Whether a device is expected so many steps or presses ahead.
    fileprivate func isFollowed(_ device: Device, at distance: Int64) -> Bool {
        switch device.movingFactor {
        case .counter: distance == 0
        case .time: distance == Int64(state.device(device).drift)
        }
    }
}

extension Device {
    fileprivate var isTimed: Bool {
        if case .time = movingFactor { true } else { false }
    }

    /// How far it was from where it was expected.
    fileprivate func words(for distance: Int64) -> String {
        switch movingFactor {
        case .counter: return "\(distance) presses ahead"
        case .time(let totp):
            let seconds = distance * Int64(totp.period)
            if seconds == 0 { return "its clock is right" }
            return "its clock is \(abs(seconds)) s \(seconds < 0 ? "behind" : "ahead")"
        }
    }
}

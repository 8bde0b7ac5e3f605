internal import Accounts
package import ArgumentParser
internal import HostSystem
internal import LoginFlow
internal import Messages
internal import OneTimePassword
internal import TextCoding

/// `sallyport devices`: what a user has enrolled.
package struct Devices: PersonalCommand {
    package static let configuration = CommandConfiguration(
        abstract: "List the devices of a user.",
        usage: Usage.both("devices"),
        discussion: """
            Works while the policy is broken, and says by which paths.

            --json prints an array with an object for each device: "label", "method" ("totp" or "hotp"), \
            "algorithm", "digits", "period" (in seconds; null for hotp), "enrolled" (a time), "lastUsed" (a \
            time or null), and "clockOffset" (the seconds its clock is ahead, as learned; null for hotp).
            """)

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @Argument(help: Usage.user) var user: String?
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    package func perform(in session: Session) throws {
        let user = try session.user(named: user, for: "devices")
        let account = try policy.repairHost(in: session).account(of: user)
        let state = account.state
        let rows = account.identity.devices.map { DeviceRow($0, state: state.device($0)) }
        if json {
            try session.writeJSON(rows)
        } else if rows.isEmpty {
            try session.write(session.text(.noDevices(user: user.name)) + "\n")
        } else {
            try session.write(Table(header: DeviceRow.header, rows: rows.map(\.cells)))
        }
    }
}

/// What `sallyport devices` says of one device.
struct DeviceRow: Encodable {
    let label: String
    let method: String
    let algorithm: String
    let digits: Int
    @Nullable private(set) var period: Int?
    let enrolled: Timestamp
    @Nullable private(set) var lastUsed: Timestamp?
    @Nullable private(set) var clockOffset: Int?

    init(_ device: Device, state: LoginState.DeviceState) {
        label = device.label
        method = device.method.name
        algorithm = AuthenticatorURI.name(of: device.hotp.hash).lowercased()
        digits = device.hotp.digits
        enrolled = Timestamp(device.enrolledAt)
        lastUsed = Timestamp(ifAny: state.lastUsedAt)
        if case .time(let totp) = device.movingFactor {
            period = totp.period
            clockOffset = Int(state.drift) * totp.period
        }
    }

    /// The titles of ``cells``.
    static let header = [
        "LABEL", "KIND", "CLOCK", "ENROLLED", "LAST USED",
    ]

    /// The row of a table.
    var cells: [String] {
        [
            label, "\(method) \(algorithm) \(digits)" + (period.map { " \($0)s" } ?? ""),
            clockOffset.map { "\($0 > 0 ? "+" : "")\($0) s" } ?? "-", enrolled.description,
            lastUsed?.description ?? "never",
        ]
    }
}

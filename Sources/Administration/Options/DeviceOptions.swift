internal import Accounts
internal import ArgumentParser
internal import Cryptography
internal import Messages
internal import OneTimePassword

/// What kind of device is enrolled.
struct DeviceOptions: ParsableArguments {
    /// The hash function below the codes; RFC 6238 names these.
    enum Algorithm: String, CaseIterable, ExpressibleByArgument {
        case sha1
        case sha256
        case sha512

        var hash: HashFunction {
            switch self {
            case .sha1: .sha1
            case .sha256: .sha256
            case .sha512: .sha512
            }
        }
    }

    @Option(help: "What the person calls the device. (default: phone, phone-2, ...)")
    var label: String?
    @Option(help: "The hash function of the codes.") var algorithm = Algorithm.sha1
    @Option(help: "The number of digits of a code, 6 to 8.") var digits = 6
    @Option(help: "The length of a time step, 10 to 300 seconds. (default: 30)") var period: Int?
    @Flag(help: "Count codes by a counter instead of by time (HOTP).") var counterBased = false
    @Option(help: "Who asks for the code, as the app shows it.") var issuer = "Sallyport"

    init() {}

    func validate() throws {
        _ = try movingFactor()
        if let label, let problem = DeviceLabel.problem(label) { throw ValidationError(problem) }
        guard DeviceLabel.isShown(issuer) else {
            throw ValidationError("an issuer has no control characters and no invisible ones")
        }
        // The apps take a colon for what stands between issuer and account.
        guard !issuer.isEmpty, !issuer.contains(":"), issuer.utf8.count <= 64 else {
            throw ValidationError("an issuer has 1 to 64 bytes and no colon")
        }
    }

    /// How the codes are made.
    func movingFactor() throws -> MovingFactor {
        guard let hotp = HOTP(hash: algorithm.hash, digits: digits) else {
            throw ValidationError("--digits is 6, 7 or 8")
        }
        if counterBased {
            guard period == nil else { throw ValidationError("--counter-based has no --period") }
            return .counter(hotp, start: 0)
        }
        guard let totp = TOTP(hotp: hotp, period: period ?? 30) else {
            let periods = TOTP.periods
            throw ValidationError(
                "--period is \(periods.lowerBound) to \(periods.upperBound) seconds")
        }
        return .time(totp)
    }

    /// The label asked for, or the first free one of phone, phone-2, phone-3 and so on.
    ///
    /// - Parameters:
    ///   - devices: the devices there are.
    ///   - maximum: how many there may be: MaxDevices of the policy.
    /// - Returns: The label.
    /// - Throws: a ``Failure`` where there is no room for another device, or the label is taken.
    func label(notAmong devices: [Device], upTo maximum: Int) throws -> String {
        func isTaken(_ label: String) -> Bool {
            devices.contains { $0.label.utf8.elementsEqual(label.utf8) }
        }
        guard devices.count < maximum else {
            throw Failure(.tooManyDevices(maximum: maximum))
        }
        if let label {
            guard !isTaken(label) else {
                throw Failure(.labelTaken(label))
            }
            return label
        }
        // One more than there are devices cannot all be taken.
        let candidates = ["phone"] + (2...Device.maximumCount + 1).map { "phone-\($0)" }
        return candidates.first { !isTaken($0) } ?? "phone"
    }
}

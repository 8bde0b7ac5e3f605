package import Cryptography
package import OneTimePassword

/// An authenticator as another module or an app kept it.
///
/// A class, since its key is wiped when the last use ends, and several of them stand in a list.
package final class ImportedDevice {
    /// The counters taken: half of those of RFC 4226.
    ///
    /// What a login adds to one must not overflow.
    static let counters = 0...UInt64(Int64.max)

    /// The line of the file it was read from, from 1; nil in a file that is not read by lines.
    package let line: Int?
    /// What the file calls it, without control characters; nil where it has no name, or one with something like a key
    /// in it.
    package let name: String?
    /// Whether the file has a name for it that is not taken over, since there is something like a key in it.
    package let hidesName: Bool
    /// How its codes are made; a counter starts at the first one that was not used yet.
    package let movingFactor: MovingFactor
    /// The key it shares with the person's app.
    package let key: SecretBytes
    /// What is known of codes it made before.
    package let history: CodeHistory

    init(
        line: Int?, name: String? = nil, movingFactor: MovingFactor,
        key: consuming SecretBytes, history: CodeHistory = CodeHistory()
    ) {
        self.line = line
        hidesName =
            name.map { KeyLikeText.isIn(name: $0) || KeyLikeText.isIn(name: $0, key: key) } ?? false
        self.name = hidesName ? nil : name
        self.movingFactor = movingFactor
        self.key = key
        self.history = history
    }
}

/// What the old module remembered of a device's codes.
package struct CodeHistory {
    /// The time steps whose codes were used, as far as the file has them.
    package var usedSteps: [UInt64] = []
    /// The last code of a time-based device that was used, where the file has the code and not its
    /// step.
    package var lastCode: OneTimeCode?
    /// How many steps the device's clock is ahead, as learned.
    package var drift = 0
    /// How many steps from the expected one a code was still taken; nil where the file does not
    /// say.
    package var window: Int?
}

/// What a file holds for one person.
package struct ImportedAccount {
    /// The devices, in the file's order.
    package var devices: [ImportedDevice] = []
    /// Codes of eight digits that each let in once.
    package var scratchCodes: [[UInt8]] = []
    /// What is to be said of the file's lines, in their order.
    package var findings: [ImportFinding] = []
    /// The app whose export the file is, for the log; nil where it does not say.
    package var app: String?

    package init() {}

    /// A file of which nothing can be used, and why.
    init(unusable error: UnusableLine) {
        findings = [ImportFinding(line: nil, severity: .problem, text: error.reason)]
    }
}

/// What is to be said of one line of a file, or of all of it.
package struct ImportFinding: Equatable {
    /// How bad it is.
    package enum Severity {
        /// Something is different from now on, as the policy has its own setting for it; or it did nothing in the old
        /// module either.
        case note
        /// Something could not be imported.
        case problem
    }

    /// The line, from 1; nil where it is about the whole file, or the file is not read by lines.
    package let line: Int?
    /// How bad it is.
    package let severity: Severity
    /// What it is, in words; never anything of the line that could be a secret.
    package let text: String
    /// The name of the device it is about, to choose by and not to show; nil where there is none.
    package let device: String?

    package init(line: Int?, severity: Severity, text: String, device: String? = nil) {
        self.line = line
        self.severity = severity
        self.text = text
        self.device = device
    }
}

/// A line, or a part of it, that cannot be imported.
package struct UnusableLine: Error {
    /// Why, in words; never anything of the line that could be a secret.
    package let reason: String

    init(_ reason: String) { self.reason = reason }
}

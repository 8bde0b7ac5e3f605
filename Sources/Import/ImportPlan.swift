package import Accounts
package import Cryptography
internal import HostSystem
package import OneTimePassword

/// What importing a file means for an account as it is: what is added, what goes, and what is said
/// of it.
package struct ImportPlan {
    /// A device that is to be added.
    package struct Addition {
        /// What the file has for it.
        package let device: ImportedDevice
        /// What it is called.
        package let label: String
        /// How its codes are made.
        package let movingFactor: MovingFactor
        /// The least step or counter whose code is taken.
        package let nextCounter: UInt64
        /// Which of those before were used, as far as is known.
        package let used: [UInt64]
        /// How many steps its clock is ahead.
        package let drift: Int
        /// The number of the device whose place it takes.
        package let replaced: UInt32?
    }

    /// The devices to add.
    package private(set) var additions: [Addition] = []
    /// The scratch codes to keep as recovery codes; none where those there stay.
    package private(set) var recoveryCodes: [[UInt8]] = []
    /// The report.
    package private(set) var items: [ImportItem] = []

    private let source: ImportSource
    private let replaces: Bool
    private let maxDevices: Int
    /// The labels that are taken, among them those just given.
    private var takenLabels: [String]
    /// The devices that stay, or go for one that is imported.
    private var present: [Device]

    /// Plans an import into an account as it is, whose state is nil where the person has none.
    ///
    /// `window` is the policy's Window for the person, in steps, `maxDevices` its MaxDevices, and `time` is now, in
    /// seconds since 1970.
    package init(
        for source: ImportSource, identity: borrowing Identity, state: LoginState?, replaces: Bool,
        window: Int, maxDevices: Int, time: Int64, library: LibCrypto
    ) throws(CryptographyError) {
        self.source = source
        self.replaces = replaces
        self.maxDevices = maxDevices
        present = identity.devices
        takenLabels = present.map(\.label)
        report(source.content.findings)
        let isLeftAlone =
            source.isForNewcomers && !replaces
            && (identity.hasHadDevices || identity.recovery != nil)
        var keys: [ImportedDevice] = []
        for device in source.content.devices {
            let owner = device.key.withBytes { identity.device(havingKey: $0) }
            var history = try DeviceHistory(of: device, at: time, using: library)
            history.compare(with: window)
            if isLeftAlone {
                skip(device, "the account has or had devices or recovery codes, see --replace")
            } else if keys.contains(where: { $0.hasSameKey(as: device) }) {
                skip(device, "its key stands in the file before")
            } else if let owner, !replaces {
                skip(device, "the account has it as \(owner.label)")
            } else {
                add(device, history, owner: owner, state: state)
                keys.append(device)
            }
        }
        planRecoveryCodes(isLeftAlone: isLeftAlone, hasSome: identity.recovery != nil)
        if source.content.devices.isEmpty, source.content.scratchCodes.isEmpty, items.isEmpty {
            items.append(item(.failed, ["nothing to import in there"], line: nil))
        }
    }

    private mutating func report(_ findings: [ImportFinding]) {
        for finding in findings {
            let result = finding.severity == .problem ? ImportItem.Result.failed : .noted
            items.append(item(result, [finding.text], line: finding.line))
        }
    }

    private mutating func add(
        _ device: ImportedDevice, _ history: DeviceHistory, owner: Device?, state: LoginState?
    ) {
        let wanted = device.label
        // The label the person knows stays with the key.
        let replaced = owner ?? (replaces ? present.first { $0.label == wanted } : nil)
        if let replaced {
            present.removeAll { $0.id == replaced.id }
            takenLabels.removeAll { $0 == replaced.label }
        }
        let label = (owner?.label ?? wanted).unique(among: takenLabels)
        // What takes the place of another adds none, also where there are more than are allowed.
        guard replaced != nil || additions.count + present.count < maxDevices else {
            let problem = "an account can have \(maxDevices) devices at most, see MaxDevices"
            return items.append(item(device, label, .failed, [problem]))
        }
        guard Device.keyLengths.contains(device.key.count) else {
            let lengths = Device.keyLengths
            let problem =
                "its key has \(device.key.count) bytes; \(lengths.lowerBound) to \(lengths.upperBound) "
                + "are taken"
            return items.append(item(device, label, .failed, [problem]))
        }
        var (next, used) = (history.nextCounter, history.used)
        // What was used here since the last import stays used.
        if let owner, let state, owner.movingFactor.countsLike(device.movingFactor) {
            next = max(next, state.device(owner).nextCounter)
            used += state.device(owner).acceptedCounters
        }
        takenLabels.append(label)
        additions.append(
            Addition(
                device: device, label: label, movingFactor: device.movingFactor,
                nextCounter: next, used: used, drift: history.drift, replaced: replaced?.id))
        let notes = history.notes + (replaced.map { ["takes the place of \($0.label)"] } ?? [])
        items.append(item(device, label, .imported, notes))
    }

    private mutating func planRecoveryCodes(isLeftAlone: Bool, hasSome: Bool) {
        let codes = source.content.scratchCodes
        guard !codes.isEmpty else { return }
        let most = RecoveryCodeHashes.maximumCount
        var notes: [String] = []
        var result = ImportItem.Result.imported
        if isLeftAlone || (hasSome && !replaces) {
            notes = ["the account has or had devices or recovery codes, see --replace"]
            result = .skipped
        } else {
            recoveryCodes = Array(codes.prefix(most))
            if hasSome { notes.append("they take the place of the recovery codes there") }
        }
        items.append(
            ImportItem(
                user: source.user.name, recoveryCodes: min(codes.count, most), result: result,
                notes: notes, file: source.file))
        if codes.count > most {
            items.append(
                item(.failed, ["an account has \(most) recovery codes at most"], line: nil))
        }
    }

    private mutating func skip(_ device: ImportedDevice, _ reason: String) {
        items.append(item(device, device.label, .skipped, [reason]))
    }

    private func item(
        _ device: ImportedDevice, _ label: String, _ result: ImportItem.Result, _ notes: [String]
    ) -> ImportItem {
        ImportItem(
            user: source.user.name, label: label, movingFactor: device.movingFactor, result: result,
            notes: notes, file: source.file, line: device.line)
    }

    private func item(_ result: ImportItem.Result, _ notes: [String], line: Int?) -> ImportItem {
        ImportItem(
            user: source.user.name, result: result, notes: notes, file: source.file, line: line)
    }
}

extension ImportedDevice {
    /// What it is called in the report, before another device with that label makes it another.
    package var label: String { name.flatMap(DeviceLabel.label) ?? "imported" }

    fileprivate func hasSameKey(as other: ImportedDevice) -> Bool {
        key.withBytes { own in
            other.key.withBytes { other in
                own.count == other.count && own.indices.allSatisfy { own[$0] == other[$0] }
            }
        }
    }
}

extension MovingFactor {
    /// Whether a number means the same step or counter for both.
    fileprivate func countsLike(_ other: Self) -> Bool {
        switch (self, other) {
        case (.time(let one), .time(let other)): one.period == other.period
        case (.counter, .counter): true
        case (.time, .counter), (.counter, .time): false
        }
    }
}

extension String {
    /// The text itself, or with `-2`, `-3` and so on behind it, so that no other has it.
    fileprivate func unique(among taken: [String]) -> String {
        guard taken.contains(self) else { return self }
        // One more than are taken cannot all be taken.
        for number in 2...taken.count + 2 {
            let ending = "-\(number)"
            var label = self
            while label.utf8.count + ending.utf8.count > Device.maximumLabelLength {
                label.unicodeScalars.removeLast()
            }
            if !taken.contains(label + ending) { return label + ending }
        }
        return self
    }
}

internal import Cryptography
package import OneTimePassword
internal import TextCoding
internal import Vocabulary

/// Who a person is to us: devices with their keys, contacts, and the hashes of their recovery codes.
///
/// Changes only when something is enrolled, revoked or renewed; what logins change is ``LoginState``.
package struct Identity: ~Copyable {
    /// The enrolled devices, oldest first.
    package private(set) var devices: [Device] = []
    /// The hashes of the recovery codes; nil where none were ever made.
    package private(set) var recovery: RecoveryCodeHashes?
    /// Where sent codes go.
    package internal(set) var contacts = Contacts()
    /// All keys, one after the other; each device knows where its own lies.
    var keys = SecretBytes(zeroed: 0)
    /// Where in ``keys`` the key lies under which codes are hashed; empty where it is the one made of the host's key.
    ///
    /// It is kept here when the account is sealed under another key: a hash cannot be made anew without its code.
    var codesKeyRange = 0..<0
    private(set) var nextDeviceID: UInt32 = 1
    /// Whether the person ever had a device, a contact or recovery codes.
    ///
    /// Taking away the last of them does not make somebody of them who never had any: for whom the policy may be
    /// laxer.
    package private(set) var isEnrolled = false

    /// Whose account it was read from: drawn at random when that was made; 0 for nobody's.
    var incarnation: UInt64 = 0
    /// How many identities this account has had, with this one; 0 for nobody's.
    var generation: UInt64 = 0

    /// Nobody in particular.
    package init() {}

    init(
        devices: [Device], keys: consuming SecretBytes, recovery: RecoveryCodeHashes?,
        contacts: Contacts, nextDeviceID: UInt32, isEnrolled: Bool
    ) {
        self.devices = devices
        self.keys = keys
        self.recovery = recovery
        self.contacts = contacts
        self.nextDeviceID = nextDeviceID
        self.isEnrolled = isEnrolled
    }

    /// Another copy, to be changed.
    borrowing func copy() -> Identity {
        var copy = Identity(
            devices: devices, keys: keys.copy(), recovery: recovery, contacts: contacts,
            nextDeviceID: nextDeviceID, isEnrolled: isEnrolled)
        copy.codesKeyRange = codesKeyRange
        copy.incarnation = incarnation
        copy.generation = generation
        return copy
    }

    /// The key under which codes are hashed; nil where it is the one made of the host's key.
    var codesKey: SecretBytes? { codesKeyRange.isEmpty ? nil : keys.copy(of: codesKeyRange) }

    /// Lends the key of one of the devices.
    package borrowing func withKey<Result, Failure: Error>(
        of device: Device, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try keys.withBytes { (keys) throws(Failure) in try body(keys.extracting(device.keyRange)) }
    }

    /// Adds a device and gives back its record.
    ///
    /// - Parameters:
    ///   - label: what the person calls it.
    ///   - movingFactor: how its codes are made.
    ///   - key: its key.
    ///   - time: now, in seconds since 1970.
    ///   - maximum: how many devices there may be then: MaxDevices of the policy.
    /// - Returns: The record.
    /// - Throws: `.invalid` where there are too many, a limit of ``Device`` is not kept or the label is taken.
    package mutating func addDevice(
        label: String, movingFactor: MovingFactor, key: Span<UInt8>, at time: Int64,
        upTo maximum: Int
    ) throws(AccountError) -> Device {
        let maximum = min(maximum, Device.maximumCount)
        guard devices.count < maximum else {
            throw .invalid("an account can have \(maximum) devices at most, see MaxDevices")
        }
        guard (1...Device.maximumLabelLength).contains(label.utf8.count) else {
            throw .invalid("a label has 1 to \(Device.maximumLabelLength) bytes")
        }
        guard !devices.contains(where: { $0.label.hasSameBytes(as: label) }) else {
            throw .invalid("there is a device named \(label) already")
        }
        guard Device.keyLengths.contains(key.count) else {
            let lengths = Device.keyLengths
            throw .invalid("a key has \(lengths.lowerBound) to \(lengths.upperBound) bytes")
        }
        guard nextDeviceID < .max else { throw .invalid("no more device numbers are left") }
        let device = Device(
            id: nextDeviceID, label: label, movingFactor: movingFactor, enrolledAt: time,
            keyRange: keys.count..<keys.count + key.count)
        keys = keys.appending(key)
        devices.append(device)
        nextDeviceID += 1
        isEnrolled = true
        return device
    }

    /// Removes a device; its key is gone for good with the next write.
    package mutating func removeDevice(_ id: UInt32) {
        devices.removeAll { $0.id == id }
    }

    /// Puts new recovery codes in the place of the old ones, which work no longer.
    mutating func replaceRecovery(_ hashes: RecoveryCodeHashes) {
        recovery = hashes
        isEnrolled = true
    }

    /// Keeps the key under which the codes of this account are hashed, where none is kept yet.
    mutating func keepCodesKey(_ key: borrowing SecretBytes) {
        guard codesKeyRange.isEmpty else { return }
        codesKeyRange = keys.count..<keys.count + key.count
        key.withBytes { keys = keys.appending($0) }
    }

    /// Gives the person an e-mail address, or none.
    mutating func setEmail(_ address: EmailAddress?) {
        contacts.email = address
        if address != nil { isEnrolled = true }
    }

    /// Gives the person a telephone number, or none.
    mutating func setPhone(_ number: PhoneNumber?) {
        contacts.phone = number
        if number != nil { isEnrolled = true }
    }
}

extension SecretBytes {
    /// A copy of these bytes with others behind them.
    fileprivate func appending(_ bytes: Span<UInt8>) -> SecretBytes {
        var longer = SecretBytes(zeroed: count + bytes.count)
        longer.withMutableBytes { longer in
            withBytes { own in
                for index in own.indices { longer[index] = own[index] }
            }
            for index in bytes.indices { longer[count + index] = bytes[index] }
        }
        return longer
    }
}

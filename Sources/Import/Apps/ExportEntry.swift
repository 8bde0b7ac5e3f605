internal import Cryptography
internal import JSON

/// One device of an app's export: an object whose members are read strictly.
struct ExportEntry {
    private let object: JSON
    private let names: [String]

    /// - Throws: where it is no object.
    init(_ value: JSON) throws(UnusableLine) {
        guard let names = value.memberNames else { throw Self.damaged }
        object = value
        self.names = names
    }

    /// An object in it; nil where there is none, or `null`.
    func entry(_ name: String) throws(UnusableLine) -> ExportEntry? {
        guard let value = object.member(name) else { return nil }
        return try ExportEntry(value)
    }

    /// A text; nil where there is none, or `null`.
    func text(_ name: String) throws(UnusableLine) -> String? {
        guard let value = object.member(name) else { return nil }
        guard let text = value.string() else { throw UnusableLine("\(name) is no text") }
        return text
    }

    /// The first of these texts that has anything in it.
    func firstText(_ names: [String]) throws(UnusableLine) -> String? {
        for name in names {
            if let text = try text(name), !text.isEmpty { return text }
        }
        return nil
    }

    /// A number; nil where there is none, or `null`.
    func number(_ name: String) throws(UnusableLine) -> Int? {
        guard let value = object.member(name) else { return nil }
        guard let number = value.integer(in: Int.min...Int.max) else {
            throw UnusableLine("\(name) is no whole number")
        }
        return number
    }

    /// A counter; nil where there is none, or `null`.
    func counter(_ name: String) throws(UnusableLine) -> UInt64? {
        guard let number = try number(name) else { return nil }
        guard number >= 0 else { throw UnusableLine("the counter is out of range") }
        return UInt64(number)
    }

    /// Whether a member is `true`.
    func isTrue(_ name: String) -> Bool { object.isTrue(name) }

    /// A key in Base32.
    func key(_ name: String) throws(UnusableLine) -> SecretBytes {
        guard let text = try text(name), let key = KeyText.base32(Array(text.utf8).span) else {
            throw UnusableLine("it has no secret in Base32")
        }
        return key
    }

    /// A key as a list of bytes, which Java writes as numbers from -128 to 127.
    func keyBytes(_ name: String) throws(UnusableLine) -> SecretBytes {
        let numbers = object.elements(name)
        guard !numbers.isEmpty else { throw UnusableLine("it has no secret") }
        var key = SecretBytes(zeroed: numbers.count)
        let isGood = key.withMutableBytes { bytes in
            for (index, number) in numbers.enumerated() {
                guard let byte = number.integer(in: -128...255) else { return false }
                bytes[index] = UInt8(truncatingIfNeeded: byte)
            }
            return true
        }
        guard isGood else { throw UnusableLine("its secret has something else than bytes") }
        return key
    }

    /// Refuses an entry with other settings than these: they may say how the codes are made.
    func requireKnown(_ known: [String]) throws(UnusableLine) {
        let unknown = names.filter { !known.contains($0) && object.member($0) != nil }
        guard !unknown.isEmpty else { return }
        throw .notUnderstood("setting", unknown.map { SettingName(shown: $0) })
    }

    private static var damaged: UnusableLine { UnusableLine("it is no object") }
}

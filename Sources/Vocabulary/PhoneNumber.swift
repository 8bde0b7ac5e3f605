internal import TextCoding

/// A telephone number in the international form of ITU-T E.164, such as `+8613800138000`.
package struct PhoneNumber: Sendable {
    /// The number: a plus sign and digits.
    package let text: String

    /// How many digits a number has, country code included: at most 15 (E.164 section 6.1); the shortest that
    /// are in use for mobile telephones have 7.
    private static let lengths = 7...15

    /// Checks a number as a person writes it: blanks, hyphens, dots and brackets may group its digits.
    package init(_ text: String) throws(InvalidContact) {
        let grouping = " -.()".bytes
        let written = text.bytes.filter { !grouping.contains($0) }
        guard written.first == UInt8(ascii: "+") else {
            throw InvalidContact(
                "a telephone number begins with + and the country code, as +8613800138000")
        }
        let digits = written.dropFirst()
        guard digits.allSatisfy({ $0.isDigit }) else {
            throw InvalidContact("a telephone number has digits only, behind the +")
        }
        guard digits.first != UInt8(ascii: "0") else {
            throw InvalidContact("no country code begins with 0")
        }
        let lengths = Self.lengths
        guard lengths.contains(digits.count) else {
            throw InvalidContact(
                compact(
                    "a telephone number has \(lengths.lowerBound) to \(lengths.upperBound) digits"))
        }
        self.text = String(bytes: written)
    }

    /// The number with all but its ends hidden, such as `+86******00`.
    package var masked: String {
        let bytes = text.bytes
        let shown = bytes.prefix(3) + "******".bytes + bytes.suffix(2)
        return String(bytes: shown)
    }
}

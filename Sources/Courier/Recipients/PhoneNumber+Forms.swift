internal import Vocabulary

/// How providers write numbers.
extension PhoneNumber {
    /// The country code of mainland China with the plus sign.
    private static var china: [UInt8] { Array("+86".utf8) }

    /// The digits, country code included, without the plus sign.
    var digits: String { String(decoding: text.utf8.dropFirst(), as: UTF8.self) }

    /// The digits without the country code, of a number of mainland China; nil for others.
    var chineseDigits: String? {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: Self.china) else { return nil }
        return String(decoding: bytes.dropFirst(Self.china.count), as: UTF8.self)
    }

    /// All forms in which an answer may repeat it, the longest first.
    var forms: [String] { [text, digits] + (chineseDigits.map { [$0] } ?? []) }
}

internal import Vocabulary

/// The one encoding of a method in records: a number, which never changes and is never given again.
extension Method {
    private var recordNumber: UInt8 {
        switch self {
        case .totp: 1
        case .hotp: 2
        case .email: 3
        case .sms: 4
        case .chat: 5
        case .screen: 6
        case .recovery: 7
        }
    }

    /// The number in a record; 0 for none.
    static func recordNumber(of method: Method?) -> UInt8 { method?.recordNumber ?? 0 }
}

extension ByteReader {
    /// Reads a method, by the number that is written for it; nil for none.
    mutating func method(from bytes: Span<UInt8>) throws(UnreadableRecord) -> Method? {
        let number = try integer(UInt8.self, from: bytes)
        if number == Method.recordNumber(of: nil) { return nil }
        for method in Method.allCases where Method.recordNumber(of: method) == number {
            return method
        }
        throw .malformed
    }
}

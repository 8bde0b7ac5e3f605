import Cryptography

// Swift Testing's macros cannot take a Span nor a noncopyable value; these take and give arrays.

extension LibCrypto {
    /// An HMAC as an array.
    func hmac(_ hash: HashFunction, key: [UInt8], message: [UInt8]) throws(CryptographyError)
        -> [UInt8]
    {
        try hmac(hash, key: key.span, message: message.span).withBytes { [UInt8](copying: $0) }
    }

    /// The digest of an array.
    func digest(_ hash: HashFunction, of message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try digest(hash, of: message.span)
    }

    /// A sealed box of an array.
    func seal(_ text: [UInt8], key: [UInt8], context: [UInt8]) throws(CryptographyError) -> [UInt8]
    {
        try seal(text.span, key: key.span, context: context.span)
    }

    /// The content of a box; nil where it is refused as not authentic.
    func open(_ box: [UInt8], key: [UInt8], context: [UInt8]) throws(CryptographyError) -> [UInt8]?
    {
        do {
            return try open(box.span, key: key.span, context: context.span)
                .withBytes { [UInt8](copying: $0) }
        } catch {
            guard case .notAuthentic = error else { throw error }
            return nil
        }
    }

    /// Random bytes as an array.
    func random(_ count: Int) throws(CryptographyError) -> [UInt8] {
        try randomBytes(count).withBytes { [UInt8](copying: $0) }
    }

    /// Whether two arrays are the same.
    func areEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool { areEqual(first.span, second.span) }
}

extension SecretBytes {
    /// The bytes as an array.
    borrowing func array() -> [UInt8] { withBytes { [UInt8](copying: $0) } }
}

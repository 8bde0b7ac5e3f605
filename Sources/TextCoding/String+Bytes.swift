extension String {
    /// The bytes of the text, in UTF-8.
    // Not inlined, as the others here: a login needs them in dozens of places, each a hundred bytes of code.
    @inline(never)
    package var bytes: [UInt8] { Array(utf8) }

    /// The text of bytes in UTF-8; what is none is repaired.
    @inline(never)
    package init(bytes: [UInt8]) { self.init(decoding: bytes, as: UTF8.self) }

    /// The text of bytes in UTF-8; what is none is repaired.
    @inline(never)
    package init(bytes: ArraySlice<UInt8>) { self.init(bytes: Array(bytes)) }

    /// Whether two texts have the same bytes.
    ///
    /// Names are bytes to the system. `==` would know also which Unicode sequences look the same, and the
    /// tables for that are larger than the whole module.
    @inline(never)
    package func hasSameBytes(as other: String) -> Bool {
        // No arrays of the bytes: a login compares a name several hundred times.
        let (bytes, others) = (utf8.span, other.utf8.span)
        guard bytes.count == others.count else { return false }
        for index in bytes.indices where bytes[index] != others[index] { return false }
        return true
    }

    /// Whether the text is these bytes, in upper or lower case.
    @inline(never)
    package func hasSameLetters(as others: [UInt8]) -> Bool {
        let bytes = utf8.span
        guard bytes.count == others.count else { return false }
        for index in bytes.indices where bytes[index].lowercased != others[index].lowercased {
            return false
        }
        return true
    }

    /// The parts between these ASCII characters, without empty ones.
    package func parts(separatedBy separators: String) -> [String] {
        let separators = separators.bytes
        var parts: [String] = []
        var part: [UInt8] = []
        for byte in bytes {
            if !separators.contains(byte) {
                part.append(byte)
            } else if !part.isEmpty {
                parts.append(String(bytes: part))
                part = []
            }
        }
        if !part.isEmpty { parts.append(String(bytes: part)) }
        return parts
    }
}

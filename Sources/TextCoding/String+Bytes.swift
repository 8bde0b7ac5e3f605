extension String {
    /// The bytes of the text, in UTF-8.
    // Not inlined, as the others here: a login needs them in dozens of places, each a hundred bytes of code.
    @inline(never)
    package var bytes: [UInt8] {
        // By its span, here and below: with views of a text come the parts of the library for other texts than UTF-8.
        let text = utf8.span
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        for index in text.indices { bytes.append(text[index]) }
        return bytes
    }

    /// The text as C reads it, with a NUL at its end; another one in it ends it there.
    @inline(never)
    package var terminated: [CChar] {
        let text = utf8.span
        var bytes: [CChar] = []
        bytes.reserveCapacity(text.count + 1)
        for index in text.indices { bytes.append(CChar(bitPattern: text[index])) }
        bytes.append(0)
        return bytes
    }

    /// Whether a byte is one of the text's.
    @inline(never)
    package func has(_ byte: UInt8) -> Bool {
        let text = utf8.span
        for index in text.indices where text[index] == byte { return true }
        return false
    }

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

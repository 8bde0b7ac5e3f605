extension String {
    /// Whether two texts have the same bytes.
    ///
    /// Names are bytes to the system. `==` would know also which Unicode sequences look the same, and the
    /// tables for that are larger than the whole module.
    // Not inlined: a login compares names in two dozen places.
    @inline(never)
    package func hasSameBytes(as other: String) -> Bool { Array(utf8) == Array(other.utf8) }

    /// Whether the text is these bytes, in upper or lower case.
    @inline(never)
    package func hasSameLetters(as bytes: [UInt8]) -> Bool {
        // No array of the text's bytes: a login compares a name several hundred times.
        utf8.count == bytes.count && utf8.elementsEqual(bytes) { $0.lowercased == $1.lowercased }
    }

    /// The parts between these ASCII characters, without empty ones.
    package func parts(separatedBy separators: String) -> [String] {
        let separators = Array(separators.utf8)
        var parts: [String] = []
        var part: [UInt8] = []
        for byte in utf8 {
            if !separators.contains(byte) {
                part.append(byte)
            } else if !part.isEmpty {
                parts.append(String(decoding: part, as: UTF8.self))
                part = []
            }
        }
        return part.isEmpty ? parts : parts + [String(decoding: part, as: UTF8.self)]
    }
}

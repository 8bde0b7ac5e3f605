internal import TextCoding

extension NetworkAddress {
    /// The address as text in the one form that RFC 5952 recommends; an IPv4 address in dotted decimal.
    package var text: String {
        if let textOfIPv4 { return String(bytes: textOfIPv4) }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
        let gap = Self.longestZeros(groups)
        var text = ""
        for (index, group) in groups.enumerated() {
            if let gap, gap.contains(index) {
                // Two colons stand for all of them (section 4.2.1).
                if index == gap.lowerBound { text += "::" }
                continue
            }
            let isFirst = index == 0 || index == gap?.upperBound
            text += (isFirst ? "" : ":") + String(group, radix: 16)
        }
        return text
    }

    /// The longest run of zeros, the first of several (section 4.2.3); nil where none is longer than one group
    /// (section 4.2.2).
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int>? {
        var longest = 0..<1
        var start = 0
        for index in groups.indices {
            if groups[index] != 0 { start = index + 1 }
            if index + 1 - start > longest.count { longest = start..<index + 1 }
        }
        return longest.count > 1 ? longest : nil
    }

    /// An IPv4 address as text, dotted decimal; nil for an IPv6 address.
    package var textOfIPv4: [UInt8]? {
        guard family == .v4 else { return nil }
        let number = Int(truncatingIfNeeded: bits)
        let (first, second, third) = (number >> 24 & 0xff, number >> 16 & 0xff, number >> 8 & 0xff)
        return compact("\(first).\(second).\(third).\(number & 0xff)").bytes
    }
}

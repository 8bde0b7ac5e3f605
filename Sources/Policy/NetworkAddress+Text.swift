extension NetworkAddress: CustomStringConvertible {
    /// The address as text: dotted decimal, or the canonical form of RFC 5952 section 4.
    package var description: String {
        switch family {
        case .v4: groups(ofWidth: 8).map { String($0) }.joined(separator: ".")
        case .v6: textOfIPv6
        }
    }

    private var textOfIPv6: String {
        let groups = groups(ofWidth: 16)
        guard let gap = Self.longestRunOfZeros(in: groups) else {
            return Self.hexadecimal(groups[...])
        }
        return Self.hexadecimal(groups.prefix(upTo: gap.lowerBound)) + "::"
            + Self.hexadecimal(groups.suffix(from: gap.upperBound))
    }

    /// The address cut into numbers of so many bits, the first one first.
    private func groups(ofWidth width: Int) -> [Int] {
        stride(from: family.width - width, through: 0, by: -width).map {
            Int(truncatingIfNeeded: bits >> $0) & ((1 << width) - 1)
        }
    }

    /// The first of the longest runs of at least two zeros.
    private static func longestRunOfZeros(in groups: [Int]) -> Range<Int>? {
        var longest: Range<Int>?
        var start = groups.startIndex
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > max(longest?.count ?? 0, 1) {
                longest = start..<(index + 1)
            }
        }
        return longest
    }

    private static func hexadecimal(_ groups: ArraySlice<Int>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }
}

internal import TextCoding

/// An IPv4 or IPv6 address, so that every spelling of one address is the same value.
///
/// An IPv4 address mapped into IPv6 (`::ffff:10.8.3.4`, RFC 4291 section 2.5.5.2) is the IPv4
/// address. The scope of a link-local address (`fe80::1%eth0`) is left out.
package struct NetworkAddress: Equatable, Sendable {
    /// The version of the Internet Protocol.
    package enum Family: Sendable {
        case v4
        case v6

        /// The length of an address in bits.
        package var width: Int {
            switch self {
            case .v4: 32
            case .v6: 128
            }
        }
    }

    /// The version of the Internet Protocol.
    package let family: Family
    /// The address as a number; that of an IPv4 address is below 2³².
    package let bits: UInt128

    package init(_ family: Family, bits: UInt128) {
        self.family = family
        self.bits = bits
    }

    /// Reads an address; nil if the text is none.
    ///
    /// IPv4 is four decimal numbers without leading zeros. Octal, hexadecimal and short forms are
    /// refused: programs disagree on what they mean.
    package init?(_ text: String) {
        var address = text.bytes[...]
        if let percent = address.firstIndex(of: UInt8(ascii: "%")) {
            guard address.contains(UInt8(ascii: ":")), percent + 1 < address.endIndex else {
                return nil
            }
            address = address[..<percent]
        }
        guard let parsed = Self(unscoped: address) else {
            return nil
        }
        self = parsed.unmapped
    }

    /// Reads an address that has no scope, and leaves a mapped IPv4 address as IPv6.
    package init?(unscoped text: ArraySlice<UInt8>) {
        if text.contains(UInt8(ascii: ":")) {
            guard let bits = Self.bitsOfIPv6(text) else {
                return nil
            }
            self.init(.v6, bits: bits)
        } else {
            guard let bits = Self.bitsOfIPv4(text) else {
                return nil
            }
            self.init(.v4, bits: UInt128(bits))
        }
    }

    /// The IPv4 address, if this one is mapped into IPv6; else the address itself.
    package var unmapped: NetworkAddress {
        isMapped ? NetworkAddress(.v4, bits: bits & 0xffff_ffff) : self
    }

    /// The address as 128 bits, an IPv4 address mapped into IPv6.
    package var mappedBits: UInt128 {
        switch family {
        case .v4: 0xffff << 32 | bits
        case .v6: bits
        }
    }

    /// The address of which ``mappedBits`` are these.
    package init(mappedBits: UInt128) {
        self = NetworkAddress(.v6, bits: mappedBits).unmapped
    }

    /// Whether this is an address of this machine itself (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3).
    package var isLoopback: Bool {
        switch family {
        case .v4: bits >> 24 == 127
        case .v6: bits == 1
        }
    }

    /// Whether this is an address that means another machine on each network (RFC 3927, RFC 4291 section 2.5.6).
    package var isLinkLocal: Bool {
        switch family {
        case .v4: bits >> 16 == 0xa9fe
        case .v6: bits >> 118 == 0xfe80 >> 6
        }
    }

    /// Whether this is an IPv4 address mapped into IPv6.
    package var isMapped: Bool {
        family == .v6 && bits >> 32 == 0xffff
    }

    /// The address whose bits after the first `length` are zero.
    package func network(ofLength length: Int) -> NetworkAddress {
        let hostBits = family.width - length
        return NetworkAddress(family, bits: (bits >> hostBits) << hostBits)
    }

    private static func bitsOfIPv4(_ text: ArraySlice<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else {
            return nil
        }
        var bits: UInt32 = 0
        for part in parts {
            guard part.count == 1 || part.first != UInt8(ascii: "0"),
                let number = Decimal.number(part), let byte = UInt8(exactly: number)
            else {
                return nil
            }
            bits = bits << 8 | UInt32(byte)
        }
        return bits
    }

    /// Reads the text forms of RFC 4291 section 2.2.
    private static func bitsOfIPv6(_ text: ArraySlice<UInt8>) -> UInt128? {
        let colon = UInt8(ascii: ":")
        var head = text
        var tail = text[text.endIndex...]
        let gap = zip(text.indices, zip(text, text.dropFirst())).first { $1 == (colon, colon) }?.0
        if let gap {
            head = text[..<gap]
            tail = text[(gap + 2)...]
        }
        guard let before = groups(head, isEnd: gap == nil), let after = groups(tail, isEnd: true)
        else {
            return nil
        }
        let missing = 8 - before.count - after.count
        guard gap == nil ? missing == 0 : missing > 0 else {
            return nil
        }
        let all = before + Array(repeating: 0, count: missing) + after
        return all.reduce(0) { $0 << 16 | UInt128($1) }
    }

    /// Reads groups between colons; the last may be an IPv4 address if it ends the whole address.
    private static func groups(_ text: ArraySlice<UInt8>, isEnd: Bool) -> [UInt16]? {
        guard !text.isEmpty else {
            return []
        }
        var groups: [UInt16] = []
        for part in text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
            if isEnd, part.endIndex == text.endIndex, let bits = bitsOfIPv4(part) {
                groups += [UInt16(bits >> 16), UInt16(bits & 0xffff)]
            } else if let group = hexadecimalGroup(part) {
                groups.append(group)
            } else {
                return nil
            }
        }
        return groups
    }

    private static func hexadecimalGroup(_ text: ArraySlice<UInt8>) -> UInt16? {
        guard (1...4).contains(text.count) else {
            return nil
        }
        var group: UInt16 = 0
        for byte in text {
            guard let value = Hexadecimal.value(of: byte) else { return nil }
            group = group << 4 | UInt16(value)
        }
        return group
    }
}

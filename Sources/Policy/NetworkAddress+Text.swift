extension NetworkAddress {
    /// An IPv4 address as text, dotted decimal; nil for an IPv6 address.
    var textOfIPv4: [UInt8]? {
        guard family == .v4 else { return nil }
        var text: [UInt8] = []
        for shift in [24, 16, 8, 0] {
            if !text.isEmpty { text.append(UInt8(ascii: ".")) }
            text += Array(String(UInt8(truncatingIfNeeded: bits >> UInt128(shift))).utf8)
        }
        return text
    }
}

internal import ConfigurationGrammar
internal import TextCoding
internal import Vocabulary

/// An address, a network as `10.8.0.0/16`, or the text of an IPv4 address with `*` and `?`.
enum AddressPattern: Sendable {
    case any
    case network(NetworkAddress, length: Int)
    case textOfIPv4(Wildcard)

    init(_ text: ArraySlice<UInt8>) throws(InvalidText) {
        if text.count == 1, text.first == UInt8(ascii: "*") {
            self = .any
        } else if Wildcard.isPresent(in: text) {
            self = try .wildcard(text)
        } else if let slash = text.firstIndex(of: UInt8(ascii: "/")) {
            self = try .network(text[..<slash], length: text[(slash + 1)...], in: text)
        } else {
            let address = try Self.address(text).unmapped
            self = .network(address, length: address.family.width)
        }
    }

    func matches(_ address: NetworkAddress) -> Bool {
        switch self {
        case .any:
            true
        case .network(let network, let length):
            address.family == network.family && address.network(ofLength: length) == network
        case .textOfIPv4(let wildcard):
            address.textOfIPv4.map(wildcard.matches) ?? false
        }
    }

    private static func wildcard(_ text: ArraySlice<UInt8>) throws(InvalidText) -> Self {
        let isIPv4 = text.allSatisfy {
            $0.isDigit || $0 == UInt8(ascii: ".") || Wildcard.isPresent(in: [$0])
        }
        guard isIPv4 else {
            throw InvalidText(
                message: """
                    \(quoted(Array(text))) is no address pattern: * and ? are for IPv4 \
                    only; write an IPv6 network as 2001:db8::/32; names are not looked up
                    """
            )
        }
        return .textOfIPv4(Wildcard(Array(text)))
    }

    private static func network(
        _ prefix: ArraySlice<UInt8>,
        length lengthText: ArraySlice<UInt8>,
        in text: ArraySlice<UInt8>
    ) throws(InvalidText) -> Self {
        let written = try address(prefix)
        guard let length = Decimal.number(lengthText), (0...written.family.width).contains(length)
        else {
            throw InvalidText(
                message:
                    "\(quoted(Array(text))) has no network length from 0 to \(written.family.width)"
            )
        }
        let network = written.network(ofLength: length)
        guard network == written else {
            throw InvalidText(
                message: """
                    \(quoted(Array(text))) has bits set after the first \(length), where a network \
                    has none
                    """
            )
        }
        return written.isMapped && length >= 96
            ? .network(written.unmapped, length: length - 96)
            : .network(written, length: length)
    }

    private static func address(_ text: ArraySlice<UInt8>) throws(InvalidText) -> NetworkAddress {
        guard let address = NetworkAddress(unscoped: text) else {
            throw InvalidText(
                message: text.contains(UInt8(ascii: "%"))
                    ? "\(quoted(Array(text))) has a scope; write the address without % and what follows"
                    : "\(quoted(Array(text))) is not an IP address; names are not looked up"
            )
        }
        return address
    }
}

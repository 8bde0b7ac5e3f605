/// The URL of a server in a form that leaves nothing to guess: `scheme://host[:port][/path]`.
///
/// No user name, no blanks, no fragment; a scheme without TLS only for a host that is this machine.
package struct EndpointURL: Sendable {
    /// The scheme.
    package let scheme: Transfer.Scheme
    /// The host's name or address, without brackets.
    package let host: String
    /// The port, where the URL names one.
    package let port: Int?
    /// What follows the host: nothing, or a path with its query.
    package let path: String

    /// Reads a URL.
    ///
    /// - Parameters:
    ///   - text: As an administrator writes it.
    ///   - schemes: Those allowed here.
    /// - Throws: ``DeliveryError`` with what is wrong.
    package init(_ text: String, schemes: [Transfer.Scheme]) throws(DeliveryError) {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy({ (0x21...0x7e).contains($0) && !"\"<>\\^`{|}#".utf8.contains($0) })
        else { throw DeliveryError("a URL has no blanks and no special characters") }
        guard
            let scheme = schemes.first(where: {
                bytes.starts(with: Array("\($0.rawValue)://".utf8))
            })
        else {
            let names = schemes.map { "\($0.rawValue)://" }.joined(separator: " or ")
            throw DeliveryError("a URL here begins with \(names)")
        }
        let rest = bytes.dropFirst(scheme.rawValue.utf8.count + 3)
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        let path = rest.dropFirst(authority.count)
        guard path.first != UInt8(ascii: "?") else {
            throw DeliveryError("a URL has a / before its ?")
        }
        (host, port) = try Self.hostAndPort(Array(authority))
        self.scheme = scheme
        self.path = String(decoding: path, as: UTF8.self)
        guard scheme.hasTLS || scheme == .smtp || isLoopback else {
            throw DeliveryError("\(scheme.rawValue):// is allowed to this machine only")
        }
    }

    /// Host and port as they stand in the URL and in HTTP's Host header.
    package var authority: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        guard let port, port != scheme.standardPort else { return name }
        return "\(name):\(port)"
    }

    /// The whole URL.
    package var text: String { "\(scheme.rawValue)://\(authority)\(path)" }

    /// The same server with another path.
    package func with(path: String) -> EndpointURL {
        EndpointURL(scheme: scheme, host: host, port: port, path: path)
    }

    /// Whether the host is this machine itself, by its address or as `localhost`.
    package var isLoopback: Bool {
        let bytes = Array(host.utf8)
        if bytes == Array("localhost".utf8) || bytes == Array("::1".utf8) { return true }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0].elementsEqual("127".utf8)
            && parts.allSatisfy { part in
                !part.isEmpty && part.count <= 3 && part.allSatisfy { $0.isDigit }
            }
    }

    private init(scheme: Transfer.Scheme, host: String, port: Int?, path: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
    }

    private static func hostAndPort(
        _ authority: [UInt8]
    ) throws(DeliveryError) -> (String, Int?) {
        let host: ArraySlice<UInt8>
        let rest: ArraySlice<UInt8>
        if authority.first == UInt8(ascii: "["),
            let end = authority.firstIndex(of: UInt8(ascii: "]"))
        {
            host = authority[1..<end]
            rest = authority[(end + 1)...]
            guard host.allSatisfy({ $0.isHexDigit || ":.".utf8.contains($0) }),
                host.contains(UInt8(ascii: ":"))
            else { throw DeliveryError("what stands in [ ] is no IPv6 address") }
        } else {
            host = authority.prefix { $0 != UInt8(ascii: ":") }
            rest = authority.dropFirst(host.count)
            guard !host.isEmpty,
                host.allSatisfy({ $0.isDigit || $0.isLetter || "-._".utf8.contains($0) })
            else { throw DeliveryError("a URL has the name of a host behind ://") }
        }
        let name = String(decoding: host, as: UTF8.self)
        guard !rest.isEmpty else { return (name, nil) }
        let digits = rest.dropFirst()
        guard rest.first == UInt8(ascii: ":"), digits.count <= 5, digits.allSatisfy({ $0.isDigit }),
            let port = Int(String(decoding: digits, as: UTF8.self)), (1...65535).contains(port)
        else { throw DeliveryError("a port is a number from 1 to 65535") }
        return (name, port)
    }
}

extension Transfer.Scheme {
    /// Whether the connection begins with TLS.
    package var hasTLS: Bool {
        switch self {
        case .https, .smtps, .ldaps: true
        case .http, .smtp, .ldap: false
        }
    }

    /// The port where the URL names none, as libcurl has it.
    package var standardPort: Int {
        switch self {
        case .https: 443
        case .http: 80
        case .smtps: 465
        case .smtp: 25
        case .ldaps: 636
        case .ldap: 389
        }
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }

    var isHexDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
    }
}

internal import ConfigurationGrammar
internal import TextCoding
internal import Vocabulary

/// The address of a server: scheme, host, port and path, without a user and a fragment (RFC 3986).
package struct ServerURL: Sendable {
    /// What a URL of the delivery file is for.
    enum Use {
        /// A mail server.
        case mail
        /// A web service, of which the channel knows the paths.
        case service
        /// One page of a web server.
        case page
        /// A directory, with the entry to search below as the path.
        case directory
    }

    /// The scheme, in lower case.
    package let scheme: String
    /// The host, a name or an address; an IPv6 address without its brackets.
    package let host: String
    /// The port.
    package let port: Int
    /// The host and the port as a Host header has them: the port only where it is not the scheme's own.
    package let authority: String
    /// What follows the authority, from the slash on; empty where nothing does.
    package let path: String
    /// Whether TLS is spoken from the first byte.
    package let isSecure: Bool

    /// The whole address.
    package var text: String { scheme + "://" + authority + path }

    /// Whether the host is this machine.
    package var isLoopback: Bool { Self.isLoopback(host) }

    static func isLoopback(_ host: String) -> Bool {
        host.utf8.elementsEqual("localhost".utf8) || NetworkAddress(host)?.isLoopback == true
    }

    /// The longest URL, in bytes.
    static let maximumLength = 2_000
}

extension ServerURL.Use {
    /// The schemes: with TLS from the first byte, and without; each with its port (RFC 8314, RFC 5321,
    /// RFC 9110, RFC 4516).
    var schemes: (secure: (name: String, port: Int), plain: (name: String, port: Int)) {
        switch self {
        case .mail: (("smtps", 465), ("smtp", 25))
        case .service, .page: (("https", 443), ("http", 80))
        case .directory: (("ldaps", 636), ("ldap", 389))
        }
    }

    /// What a good value is.
    var expected: String {
        switch self {
        case .mail: "smtps://host or smtp://host, with :port if needed and nothing behind it"
        case .service: "https://host, with :port if needed and nothing behind it"
        case .page: "an https:// URL in visible ASCII, without a user and a fragment"
        case .directory: "ldaps://host/ and the entry to search below, such as ou=people,dc=example"
        }
    }

    /// Whether the scheme without TLS is only for this machine; mail servers take STARTTLS.
    var isPlainForLoopbackOnly: Bool {
        switch self {
        case .mail: false
        case .service, .page, .directory: true
        }
    }

    /// Whether this may follow the authority.
    func allows(path: ArraySlice<UInt8>) -> Bool {
        switch self {
        case .mail, .service: path.isEmpty
        case .page: true
        case .directory: path.count > 1 && !path.contains(UInt8(ascii: "?"))
        }
    }
}

extension ServerURL {
    /// Reads an address for one use.
    init(_ word: Word, for use: Use) throws(InvalidText) {
        let wrong = InvalidText(message: "\(quoted(word.bytes)) is not \(use.expected)")
        let bytes = word.bytes
        guard bytes.count <= Self.maximumLength,
            bytes.allSatisfy({ (0x21...0x7e).contains($0) && !"\"\\<>^`{|}@#".utf8.contains($0) }),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            bytes[colon...].starts(with: "://".utf8)
        else { throw wrong }
        let name = Word(bytes: Array(bytes[..<colon]))
        let schemes = use.schemes
        guard name.means(schemes.secure.name) || name.means(schemes.plain.name) else { throw wrong }
        isSecure = name.means(schemes.secure.name)
        let standard = isSecure ? schemes.secure : schemes.plain
        scheme = standard.name
        let rest = bytes[(colon + 3)...]
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        var path = rest[authority.endIndex...]
        if path.count == 1, use != .page { path = [] }
        guard let parts = Self.hostAndPort(authority), use.allows(path: path) else { throw wrong }
        host = String(decoding: parts.host.map { $0.lowercased }, as: UTF8.self)
        port = parts.port ?? standard.port
        let isIPv6 = parts.host.contains(UInt8(ascii: ":"))
        let shownHost = isIPv6 ? "[" + host + "]" : host
        self.authority = port == standard.port ? shownHost : compact("\(shownHost):\(port)")
        self.path = String(decoding: path, as: UTF8.self)
        guard isSecure || !use.isPlainForLoopbackOnly || Self.isLoopback(host) else {
            throw InvalidText(
                message: """
                    \(schemes.plain.name):// would send secrets readable by anybody; \
                    write \(schemes.secure.name)://
                    """)
        }
    }

    private static func hostAndPort(
        _ authority: ArraySlice<UInt8>
    ) -> (host: [UInt8], port: Int?)? {
        var host = authority
        var rest = authority[authority.endIndex...]
        if authority.first == UInt8(ascii: "[") {
            guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            host = authority[(authority.startIndex + 1)..<end]
            rest = authority[(end + 1)...]
            guard host.contains(UInt8(ascii: ":")), !host.contains(UInt8(ascii: "%")),
                NetworkAddress(String(decoding: host, as: UTF8.self)) != nil
            else { return nil }
        } else {
            host = authority.prefix { $0 != UInt8(ascii: ":") }
            rest = authority[host.endIndex...]
            guard !host.isEmpty, host.count <= 253,
                host.allSatisfy({
                    $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
                })
            else { return nil }
        }
        guard !rest.isEmpty else { return (Array(host), nil) }
        guard rest.first == UInt8(ascii: ":"), let port = Decimal.number(rest.dropFirst()),
            (1...65_535).contains(port)
        else { return nil }
        return (Array(host), port)
    }
}

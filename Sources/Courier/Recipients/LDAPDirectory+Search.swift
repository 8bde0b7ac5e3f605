internal import CLibcurl
internal import TextCoding
internal import Vocabulary

extension LDAPDirectory {
    /// Asks the directory for a person's address or number.
    ///
    /// - Parameters:
    ///   - user: Whose; a name with anything but letters, digits, `-`, `.` and `_` in it is not asked for.
    ///   - wanted: What is wanted of the person: the first that the entry has.
    ///   - attempt: When it must be done, and whom to trust.
    /// - Returns: The only value of its attribute in the only entry there is.
    /// - Throws: where there is not exactly one entry with one value that can be used.
    func recipient(
        for user: String, _ wanted: [ContactKind], _ attempt: DeliveryAttempt
    ) throws(DeliveryError) -> Recipient {
        guard !user.utf8.isEmpty,
            user.utf8.allSatisfy({ $0.isLetterOrDigit || "-._".utf8.contains($0) })
        else {
            throw DeliveryError(
                "not asked: the user name has other characters than ASCII letters, digits, - . _")
        }
        let attributes = wanted.map { attribute(of: $0) }
        let asked = ([userAttribute] + attributes).joined(separator: ",")
        let query = compact("?\(asked)?sub?(\(userAttribute)=\(user))")
        let entry = try LDAPEntry(
            try search(query, attempt), attributes: [userAttribute] + attributes)
        // A directory knows names in upper and lower case; to this host they are other users.
        guard entry.values(of: userAttribute).contains(where: { $0.hasSameBytes(as: user) }) else {
            throw DeliveryError("there is no entry of the user")
        }
        for kind in wanted {
            let attribute = attribute(of: kind)
            let values = entry.values(of: attribute)
            guard let value = values.first else { continue }
            // A directory gives several in no order, and a value with a line break in it looks like several.
            guard values.count == 1 else {
                throw DeliveryError(
                    "the entry of the user has \(values.count) values of \(attribute); "
                        + "name an attribute that has one")
            }
            do throws(InvalidContact) { return try kind.recipient(value) } catch {
                throw DeliveryError("\(attribute) of the user cannot be used: \(error.message)")
            }
        }
        throw DeliveryError("the entry of the user has no \(alternatives(attributes))")
    }

    private func attribute(of kind: ContactKind) -> String {
        switch kind {
        case .email: mailAttribute
        case .phone: mobileAttribute
        }
    }

    /// Binds, and looks whether the entry to search below is there.
    func connect(_ attempt: DeliveryAttempt) throws(DeliveryError) {
        _ = try search("?1.1?base?(objectClass=*)", attempt)
    }

    /// The answer of the server to a search; `query` is what follows the base in the URL (RFC 4516).
    private func search(
        _ query: String, _ attempt: DeliveryAttempt
    ) throws(DeliveryError) -> [UInt8] {
        let library = try LibCurl()
        do throws(TransferError) {
            let transfer = try Transfer(
                library, server: server, path: server.path + query, caFile: attempt.caFile,
                deadline: attempt.deadline)
            if let bind {
                try transfer.setCredentials(user: bind.name, password: bind.password.secret)
            }
            return try transfer.perform().body
        } catch {
            throw DeliveryError(error.message)
        }
    }
}

/// The only entry that a search found.
///
/// libcurl writes a line with the name of each entry, then a line with a tab before it for each value, and
/// empty lines. The line ends of a value are not marked, so everything that is not exactly in this form is refused.
struct LDAPEntry {
    private var values: [(attribute: String, value: String)] = []

    /// Reads the answer to a search for these attributes.
    init(_ answer: [UInt8], attributes: [String]) throws(DeliveryError) {
        guard !answer.isEmpty else { throw DeliveryError("there is no entry of the user") }
        var entries = 0
        for line in answer.split(separator: UInt8(ascii: "\n")) {
            if line.starts(with: "DN: ".utf8) {
                entries += 1
                guard entries == 1 else {
                    throw DeliveryError("there is more than one entry of the user")
                }
                continue
            }
            guard entries > 0, let (attribute, bytes) = Self.value(in: line, attributes) else {
                throw DeliveryError("the answer of the directory is not as it must be")
            }
            // Repaired it would be another name or address.
            guard let value = String(validating: bytes, as: UTF8.self) else {
                throw DeliveryError(compact("a value of \(attribute) is not valid UTF-8"))
            }
            values.append((attribute, value))
        }
    }

    /// The values of an attribute, in the order of the directory.
    func values(of attribute: String) -> [String] {
        values.filter { $0.attribute.hasSameBytes(as: attribute) }.map { $0.value }
    }

    /// The value in a line, of one of these attributes; their names may be in upper or lower case.
    private static func value(
        in line: ArraySlice<UInt8>, _ attributes: [String]
    ) -> (attribute: String, value: ArraySlice<UInt8>)? {
        for attribute in attributes {
            let start = Array(compact("\t\(attribute): ").utf8)
            let found = line.prefix(start.count)
            if found.elementsEqual(start, by: { $0.lowercased == $1.lowercased }) {
                return (attribute, line.dropFirst(start.count))
            }
        }
        return nil
    }
}

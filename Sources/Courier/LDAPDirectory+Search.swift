internal import CLibcurl
internal import Delivery
internal import HostSystem
internal import Policy

extension LDAPDirectory {
    /// Asks the directory for a person's address or number.
    ///
    /// - Parameters:
    ///   - user: Whose; a name with anything but letters, digits, `-`, `.` and `_` in it is not asked for.
    ///   - wantsPhone: Whether the number is wanted, and not the address.
    ///   - attempt: When it must be done, and whom to trust.
    /// - Returns: The first value of the attribute in the only entry there is.
    /// - Throws: where there is no entry, or more than one, or no value that can be used.
    func recipient(
        for user: String, wantsPhone: Bool, _ attempt: DeliveryAttempt
    ) throws(DeliveryError) -> Recipient {
        guard !user.utf8.isEmpty,
            user.utf8.allSatisfy({ $0.isLetterOrDigit || "-._".utf8.contains($0) })
        else {
            throw DeliveryError(
                "not asked: the user name has other characters than ASCII letters, digits, - . _")
        }
        let attribute = wantsPhone ? mobileAttribute : mailAttribute
        let answer = try search("?\(attribute)?sub?(\(userAttribute)=\(user))", attempt)
        guard let value = try LDAPAnswer(answer, attribute: attribute).values.first else {
            throw DeliveryError("the entry of the user has no \(attribute)")
        }
        do throws(InvalidContact) {
            return wantsPhone
                ? .phone(try PhoneNumber(value)) : .email(try EmailAddress(value))
        } catch {
            throw DeliveryError("\(attribute) of the user cannot be used: \(error.message)")
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
                try transfer.setCredentials(
                    user: bind.name,
                    password: String(decoding: bind.password.bytes, as: UTF8.self))
            }
            return try transfer.perform().body
        } catch {
            throw DeliveryError(error.message)
        }
    }
}

/// What libcurl makes of the entries a directory found.
///
/// A line with the name of the entry, then a line with a tab before it for each value, and empty lines. A
/// value's line ends are not marked, so everything that is not exactly in this form is refused.
struct LDAPAnswer {
    /// The values of the attribute in the only entry.
    let values: [String]

    /// Reads the answer.
    init(_ bytes: [UInt8], attribute: String) throws(DeliveryError) {
        guard !bytes.isEmpty else { throw DeliveryError("there is no entry of the user") }
        let start = [UInt8(ascii: "\t")] + Array("\(attribute): ".utf8)
        var entries = 0
        var values: [String] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            if line.starts(with: "DN: ".utf8) {
                entries += 1
            } else if entries == 1, Self.isSame(line.prefix(start.count), start) {
                values.append(String(decoding: line.dropFirst(start.count), as: UTF8.self))
            } else {
                throw DeliveryError("the answer of the directory is not as it must be")
            }
        }
        guard entries == 1 else {
            throw DeliveryError("there is more than one entry of the user")
        }
        self.values = values
    }

    /// Whether two texts are the same, in upper or lower case.
    private static func isSame(_ line: ArraySlice<UInt8>, _ start: [UInt8]) -> Bool {
        line.elementsEqual(start) { $0.lowercased == $1.lowercased }
    }
}

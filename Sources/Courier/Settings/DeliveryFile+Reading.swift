internal import ConfigurationGrammar
internal import HostSystem
internal import TextCoding

extension DeliveryFile {
    /// Reads a delivery file, as root, and checks its owner and who may write it.
    ///
    /// - Throws: with the path and the line, what is wrong with it.
    init(readingFrom path: String) throws(DeliveryError) {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File(path: path, confidentiality: .open).contents(limit: Self.maximumSize)
        } catch {
            throw DeliveryError(error.reason(opening: path))
        }
        do throws(ConfigurationError) { try self.init(parsing: bytes) } catch {
            throw DeliveryError("\(path) \(error.description)")
        }
    }

    /// The channel with this name.
    func channel(named name: String) throws(DeliveryError) -> ConfiguredChannel {
        guard let channel = channels.first(where: { $0.name.hasSameBytes(as: name) }) else {
            let names = channels.map { $0.name }
            throw DeliveryError(
                names.isEmpty
                    ? "the delivery file has no channel"
                    : "the delivery file has no channel \(name), but \(names.joined(separator: ", "))"
            )
        }
        return channel
    }

    /// The topic with this name.
    func topic(named name: String) throws(DeliveryError) -> Topic {
        guard let topic = topics.first(where: { $0.name.hasSameBytes(as: name) }) else {
            throw DeliveryError("the delivery file has no topic \(name)")
        }
        return topic
    }

    /// The directory with this name.
    func directory(named name: String) throws(DeliveryError) -> LDAPDirectory {
        guard let directory = directories.first(where: { $0.name.hasSameBytes(as: name) }) else {
            throw DeliveryError("the delivery file has no directory \(name)")
        }
        return directory
    }

    /// The user the courier becomes.
    func courierUser() throws(DeliveryError) -> HostSystem.User {
        let found: HostSystem.User?
        do throws(SystemError) { found = try User.named(user) } catch {
            throw DeliveryError(error.description)
        }
        guard let found else {
            throw DeliveryError("there is no user \(user): make one, or name another with User")
        }
        guard found.id != 0, found.groupID != 0 else {
            throw DeliveryError("User \(user): has the id or the group of root; name another")
        }
        return found
    }
}

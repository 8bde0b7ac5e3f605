internal import ConfigurationGrammar
internal import Courier
internal import HostSystem
internal import Policy
internal import TextCoding
internal import Vocabulary

extension PolicyFile {
    /// What the policy at this path wants of the delivery file and does not get; nothing where it sends no
    /// code.
    func deliveryFindings(in path: String) -> [PolicyFinding] {
        let names = deliveryNames
        guard !names.isEmpty else { return [] }
        let deliveryPath = hostSettings.deliveryFile
        let file: DeliveryFile
        do {
            file = try DeliveryFile(readingFrom: deliveryPath)
        } catch {
            return [PolicyFinding(error, in: deliveryPath)]
        }
        return names.compactMap { name in
            file.problem(with: name.kind, named: name.name).map {
                PolicyFinding($0, line: name.line, in: path)
            }
        }
    }
}

extension DeliveryFile {
    fileprivate init(readingFrom path: String) throws(PolicyFault) {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File(path: path, confidentiality: .open).contents(limit: Self.maximumSize)
        } catch {
            throw .unreadable(error)
        }
        do throws(ConfigurationError) { try self.init(parsing: bytes) } catch {
            throw .invalid(error)
        }
    }

    /// What is wrong with something the policy names; nil where it is there.
    fileprivate func problem(with kind: DeliveryName, named name: String) -> String? {
        switch kind {
        case .topic:
            missing("Recipients", "topic", name, among: topics.map(\.name))
        case .directory:
            missing("Recipients", "directory", name, among: directories.map(\.name))
        case .channel(let method):
            missing(
                method.channelKeyword?.name ?? "", "channel", name, among: channels.map(\.name))
                ?? mismatch(of: method, name)
        }
    }

    private func missing(
        _ keyword: String, _ what: String, _ name: String, among names: [String]
    ) -> String? {
        guard !names.contains(where: { $0.hasSameBytes(as: name) }) else { return nil }
        let others = names.isEmpty ? "there is none" : "there are: \(names.joined(separator: ", "))"
        return "\(keyword): the delivery file has no \(what) \(name); \(others)"
    }

    private func mismatch(of method: Method, _ name: String) -> String? {
        guard let channel = channels.first(where: { $0.name.hasSameBytes(as: name) }),
            channel.channel.audience(of: method) == nil
        else { return nil }
        let others = Method.allCases.filter { channel.channel.audience(of: $0) != nil }
            .map(\.name).joined(separator: " and ")
        return
            "\(method.channelKeyword?.name ?? ""): channel \(name) sends \(others), not \(method.name)"
    }
}

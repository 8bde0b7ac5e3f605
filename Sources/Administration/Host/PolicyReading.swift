internal import ConfigurationGrammar
internal import HostSystem
internal import Policy

/// Why there is no policy to go by.
enum PolicyFault: Error {
    /// The file is not there, or not as it must be.
    case unreadable(SystemError)
    /// A line of it is wrong.
    case invalid(ConfigurationError)

    /// The same in a sentence; `path` is the file.
    func description(of path: String) -> String {
        switch self {
        case .unreadable(let error): "the policy cannot be used: \(error.description)"
        case .invalid(let error):
            "the policy cannot be used: \(path):\(error.line): \(error.message)"
        }
    }
}

extension PolicyFile {
    /// Reads a policy with the checks of owner, mode and length that the module makes.
    init(readingFrom path: String) throws(PolicyFault) {
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

    /// The settings that no Match block can change, and so are the same for every login: the paths.
    var hostSettings: Settings { settings(for: LoginAttributes(user: "", service: "")) }
}

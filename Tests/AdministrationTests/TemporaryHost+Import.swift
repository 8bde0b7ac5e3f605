import Foundation

/// What is imported, for the tests of that.
extension TemporaryHost {
    /// Writes a file that root owns, and gives back its path.
    func oldFile(_ lines: [String], named name: String = "old-file", mode: Int = 0o600) throws
        -> String
    {
        try oldFile(Array((lines.joined(separator: "\n") + "\n").utf8), named: name, mode: mode)
    }

    /// The same with any bytes.
    func oldFile(_ bytes: [UInt8], named name: String = "old-file", mode: Int = 0o600) throws
        -> String
    {
        let file = folder.appendingPathComponent(name)
        try Data(bytes).write(to: file)
        try setMode(mode, of: file)
        return file.path
    }

    /// Imports what is typed for the person.
    func importURIs(_ uris: [String], options: [String] = []) -> Outcome {
        var lines = uris[...]
        return run(["import", "otpauth", Self.user] + options) { _ in lines.popFirst() }
    }

    /// The labels of the person's devices.
    var deviceLabels: [String] { run(["devices", Self.user]).rows.map { $0.first ?? "" } }
}

extension Outcome {
    /// The items of a report in JSON.
    func items() throws -> [[String: Any]] {
        (try json() as? [String: Any])?["items"] as? [[String: Any]] ?? []
    }
}

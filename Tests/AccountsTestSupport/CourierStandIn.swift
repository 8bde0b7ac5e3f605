package import TestSupport

/// A courier that keeps the requests it gets and answers as told, for tests of what happens before and after it.
package struct CourierStandIn {
    private let folder: TemporaryFolder

    /// Where the program lies.
    package var program: String { folder.path(of: "courier") }

    /// Puts a courier into a folder; it runs this shell script when the request is read.
    package init(in folder: TemporaryFolder, script: String = "echo 'sent a***e@example.org'")
        throws
    {
        self.folder = folder
        try answer(script)
    }

    /// Gives it another script.
    package func answer(_ script: String) throws {
        let program = """
            #!/bin/sh
            cat >>\(folder.path(of: "requests"))
            \(script)
            """
        try folder.writeProgram(program + "\n", to: "courier")
    }

    /// The values of a field in all requests so far, oldest first.
    package func values(_ field: String) -> [String] {
        guard let bytes = try? folder.read("requests") else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            line.hasPrefix(field + " ") ? String(line.dropFirst(field.count + 1)) : nil
        }
    }
}

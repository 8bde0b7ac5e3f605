package import TestSupport

/// A program in the place of the one that lets people enrol, for tests of the login that starts it.
package struct EnrolmentStandIn {
    private let folder: TemporaryFolder

    /// Where the program lies.
    package var program: String { folder.path(of: "enrol") }

    /// Puts a program into a folder; it reads the request, and runs this shell script then.
    package init(in folder: TemporaryFolder, script: String, mode: Int = 0o755) throws {
        self.folder = folder
        let text = """
            #!/bin/sh
            lines=0
            while [ $lines -lt 12 ] && read -r line; do
                printf '%s\\n' "$line" >>\(folder.path(of: "request"))
                lines=$((lines + 1))
            done
            \(script)
            """
        try folder.writeProgram(text + "\n", to: "enrol", mode: mode)
    }

    /// The lines of the request that the program read.
    package var request: [String] {
        guard let bytes = try? folder.read("request") else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
    }

    /// What `take` kept.
    package var answers: [UInt8] { (try? folder.read("answers")) ?? [] }

    /// The command that says something to the login: the kind of a message, and its text.
    package static func say(_ kind: Character, _ text: String) -> String {
        let length = text.utf8.count
        let octal = String(length % 256, radix: 8)
        return "printf '%b%s' '\\0\(String(kind.asciiValue ?? 0, radix: 8))"
            + "\\0000\\0000\\0\(String(length / 256, radix: 8))\\0\(octal)' '\(text)'"
    }

    /// The command that waits for a message with a text of so many bytes, and keeps all of it.
    package func take(_ length: Int) -> String {
        "dd bs=1 count=\(5 + length) 2>/dev/null >>\(folder.path(of: "answers"))"
    }
}

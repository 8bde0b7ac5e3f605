package import TestSupport

/// A courier that keeps the requests it gets and answers as told, for tests of what happens before and after it.
package struct CourierStandIn {
    private let folder: TemporaryFolder

    /// Where the program lies.
    package var program: String { folder.path(of: "courier") }

    /// Puts a courier into a folder; it runs this shell script when the request is read.
    package init(in folder: TemporaryFolder, script: String = "sent 'a***e@example.org'") throws {
        self.folder = folder
        try answer(script)
    }

    /// Gives it another script, in which `sent`, `checked`, `failed`, `unknown`, `step` and `problem` with a short text
    /// say these things.
    package func answer(_ script: String) throws {
        let program = """
            #!/bin/sh
            cat >>\(folder.path(of: "requests"))
            \(Self.functions)
            \(script)
            """
        try folder.writeProgram(program + "\n", to: "courier")
    }

    /// The functions of the shell that say what a courier says.
    package static let functions = #"""
        byte() { printf '%b' "\\0$(printf %o "$1")"; }
        reply() {
            byte 165; byte 1; byte "$1"; byte 0; byte $((3 + ${#2} + ${#3}))
            byte ${#2}; printf %s "$2"; byte 0; byte ${#3}; printf %s "$3"
        }
        step() { reply 24 text "$1"; }
        problem() { reply 25 text "$1"; }
        sent() { reply 26 target "$1"; }
        checked() { reply 27 summary "$1"; }
        failed() { reply 28 reason "$1"; }
        unknown() { reply 29 doubt "$1"; }
        """#

    /// All requests so far, oldest first.
    package var requests: [WrittenFrame] {
        WrittenFrame.all(in: (try? folder.read("requests")) ?? [])
    }

    /// The values of a field in all requests so far.
    package func values(_ field: String) -> [String] { requests.flatMap { $0.values(field) } }

    /// What all requests so far wanted.
    package var purposes: [String] { requests.map(\.purpose) }
}

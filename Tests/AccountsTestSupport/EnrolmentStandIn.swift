package import TestSupport
package import Wire

/// A program in the place of the one that lets people enrol, for tests of the login that starts it.
package struct EnrolmentStandIn {
    private let folder: TemporaryFolder

    /// Where the program lies.
    package var program: String { folder.path(of: "enrol") }

    /// Puts a program into a folder; it reads the request, and runs this shell script then.
    package init(in folder: TemporaryFolder, script: String, mode: Int = 0o755) throws {
        self.folder = folder
        let request = folder.path(of: "request")
        let text = """
            #!/bin/sh
            dd bs=1 count=5 2>/dev/null >\(request)
            set -- $(od -An -tu1 \(request))
            dd bs=1 count=$(($4 * 256 + $5)) 2>/dev/null >>\(request)
            \(script)
            """
        try folder.writeProgram(text + "\n", to: "enrol", mode: mode)
    }

    /// The request that the program read last; nil where there was none.
    package var request: WrittenFrame? {
        WrittenFrame.all(in: (try? folder.read("request")) ?? []).last
    }

    /// What `take` kept.
    package var answers: [EnrolmentAnswer] {
        var (rest, answers): ([UInt8], [EnrolmentAnswer]) =
            ((try? folder.read("answers")) ?? [], [])
        while let answer = try? EnrolmentAnswer.take(from: &rest) { answers.append(answer) }
        return answers
    }

    /// The command that says something to the login.
    package static func say(_ message: EnrolmentMessage) -> String {
        shellCommand(writing: message.encoded)
    }

    /// The command that waits for as many bytes as this answer has, and keeps them.
    package func take(_ answer: EnrolmentAnswer) -> String {
        "dd bs=1 count=\(answer.encoded.count) 2>/dev/null >>\(folder.path(of: "answers"))"
    }
}

import Foundation
import Testing

@testable import PAMStack

/// The model against libpam itself, which reads random stacks from a private `/etc/pam.d`.
///
/// `SALLYPORT_LIBPAM` names another library than the system's, `SALLYPORT_LIBPAM_ROOT` the root folder of another system,
/// whose library is asked; Swift's own must be there too. `SALLYPORT_LIBPAM_UPSTREAM` says that it has no `@include`, which is Debian's.
@Suite struct LibpamTests {
    @Test(arguments: 0..<8) func `libpam calls the same modules and comes to the same end`(
        part: Int
    ) throws {
        var random = SeededGenerator(seed: UInt64(part))
        var stacks: [(random: RandomStack, stack: Stack)] = []
        var doubtful = 0
        while stacks.count < 1000 {
            let next = RandomStack(using: &random, module: Self.module, isForDebian: Self.isDebians)
            let stack = Stack(next.files)
            // What versions of libpam read differently, each reads as it does.
            if stack.doubt == nil { stacks.append((next, stack)) } else { doubtful += 1 }
        }
        let verdicts = try Self.ask(stacks.map(\.random))
        try #require(verdicts.count == stacks.count)
        var lettingIn = 0
        for ((random, stack), verdict) in zip(stacks, verdicts) {
            let expected = stack.authenticate(random.answers)
            #expect(
                expected.called == verdict.called && expected.letsIn == (verdict.value == 0),
                """
                the model calls \(expected.called), lets in: \(expected.letsIn); libpam calls \(verdict.called) and gives \
                \(verdict.value)
                \(random.files.sorted { $0.key < $1.key }.map { "--- \($0.key)\n\($0.value)" }.joined(separator: "\n"))
                answers: \(random.answers)
                """)
            if verdict.value == 0 { lettingIn += 1 }
        }
        // Agreement about stacks that refuse in any case would prove little.
        #expect(lettingIn > 50)
        print(
            "part \(part): \(stacks.count) stacks, \(lettingIn) let in, \(doubtful) not asked about"
        )
    }

    private static var built: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    }

    private static var root: String? {
        ProcessInfo.processInfo.environment["SALLYPORT_LIBPAM_ROOT"]
    }

    private static var isDebians: Bool {
        ProcessInfo.processInfo.environment["SALLYPORT_LIBPAM_UPSTREAM"] == nil
    }

    /// Where the module that answers as told is, for who is asked.
    private static var module: String {
        root == nil
            ? built.appendingPathComponent("libanswering-module.so").path
            : "/libanswering-module.so"
    }

    private static func ask(_ stacks: [RandomStack]) throws -> [(value: Int, called: [Int])] {
        var text = ""
        for stack in stacks {
            text += "clear\n"
            for (name, content) in stack.files {
                text += "file \(name) \(content.utf8.count)\n\(content)"
            }
            text += "run sshd \(stack.answers.map { String($0.rawValue) }.joined(separator: ","))\n"
        }
        let script = Data(text.utf8)
        let library = ProcessInfo.processInfo.environment["SALLYPORT_LIBPAM"] ?? "libpam.so.0"
        let process = Process()
        let application = built.appendingPathComponent("stack-application").path
        if let root {
            for name in ["stack-application", "libanswering-module.so"] {
                let there = URL(fileURLWithPath: "\(root)/\(name)")
                try? FileManager.default.removeItem(at: there)
                try FileManager.default.copyItem(at: built.appendingPathComponent(name), to: there)
            }
            process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
            let script = #"mount --bind "$0" "$0" && exec chroot "$0" /stack-application "$1""#
            process.arguments = [
                "--mount", "--propagation", "private", "/bin/sh", "-c", script, root, library,
            ]
        } else {
            process.executableURL = URL(fileURLWithPath: application)
            process.arguments = [library]
        }
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let writer = Thread {
            try? input.fileHandleForWriting.write(contentsOf: script)
            try? input.fileHandleForWriting.close()
        }
        writer.start()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: answer, as: UTF8.self).split(separator: "\n").map { line in
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            return (numbers.first ?? -1, Array(numbers.dropFirst()))
        }
    }
}

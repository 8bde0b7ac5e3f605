internal import HostSystem
internal import TextCoding
internal import Wire

extension DeliveryAttempt {
    /// How much a program may print, in bytes; nothing of it is looked at.
    private static let outputLimit = 1 << 20

    /// Runs a program, without a shell and with nothing in its environment but a path.
    ///
    /// - Parameters:
    ///   - program: Its absolute path.
    ///   - arguments: What it gets after its own name.
    ///   - input: What it reads from its standard input.
    ///   - refusals: The exit codes that say for certain that nothing was sent.
    /// - Throws: how it ended, where not with code 0.
    func run(
        _ program: String, _ arguments: [String], input: [UInt8], refusals: [ClosedRange<Int32>]
    ) throws(SendingError) {
        LastWords.end()
        let end: ChildProcess.End
        do throws(SystemError) {
            end = try ChildProcess.run(
                program, arguments: arguments,
                environment: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"], input: input,
                outputLimit: Self.outputLimit, timeout: deadline.remaining
            ) { _ in [] }
        } catch {
            // It was not started.
            throw .notSent(compact("Program \(error.description)"))
        }
        let what: CompactText
        switch end {
        case .exited(0): return steps.step("\(program): done")
        case .exited(let code):
            what = "ended with code \(Int(code))"
            if refusals.contains(where: { $0.contains(code) }) {
                throw .notSent(compact("Program \(program): \(what.string)"))
            }
        case .crashed: what = "ended by a signal"
        case .timedOut: what = "not done in time, and killed"
        case .flooded: what = "printed too much, and was killed"
        }
        throw .unknown(compact("Program \(program): \(what.string)"))
    }
}

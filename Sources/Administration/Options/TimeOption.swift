internal import ArgumentParser
internal import ConfigurationGrammar

/// How long something lasts, as it is typed: `90s`, `30m`, `1h`, `7d`.
struct TimeOption: ExpressibleByArgument {
    /// The length in seconds.
    let seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    init?(argument: String) {
        guard let seconds = TimeFormat.seconds(Array(argument.utf8)) else { return nil }
        self.init(seconds: seconds)
    }

    var defaultValueDescription: String { description }

    /// The length in the largest units it has.
    var description: String { TimeFormat.text(seconds) }

    /// Checks a length against the lengths an option takes, in seconds.
    func require(_ lengths: ClosedRange<Int>) throws {
        guard lengths.contains(seconds) else {
            throw ValidationError(
                "--for is \(TimeFormat.text(lengths.lowerBound)) to \(TimeFormat.text(lengths.upperBound))"
            )
        }
    }
}

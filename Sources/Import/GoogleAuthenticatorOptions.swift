internal import OneTimePassword
internal import TextCoding

extension GoogleAuthenticatorFile {
    /// The options of a file.
    struct Options {
        /// Whether every option that says how codes are made, or which were used, has a value that is understood.
        private(set) var areUnderstood = true
        private var seen: Set<String> = []
        private var isTimeBased = false
        private var counter: UInt64 = 0
        private var period = 30
        private var windowSize = 3
        private var usedSteps: [UInt64] = []
        private var drift = 0

        /// Takes an option out of its line, and gives what is to be said of it.
        mutating func read(_ part: TextRange, of text: Span<UInt8>) -> [ImportFinding] {
            let words = text.words(in: part.bytes)
            // The module looks for a quotation mark, one blank and the name.
            guard words.count > 1, words[0].count == 1,
                words[1].lowerBound == words[0].upperBound + 1,
                text[words[0].upperBound] == UInt8(ascii: " ")
            else { return [.ignored(part.line)] }
            let name = text.text(words[1])
            let shown = SettingName(option: name).text
            guard seen.insert(name).inserted else {
                return [.ignored(part.line, ": \(shown ?? "an option") stands there before")]
            }
            do throws(UnusableLine) {
                let note = try take(name, words.dropFirst(2), of: text)
                return note.map { [ImportFinding(line: part.line, severity: .note, text: $0)] }
                    ?? []
            } catch {
                areUnderstood = false
                return [ImportFinding(line: part.line, severity: .problem, text: error.reason)]
            }
        }

        /// Takes an option, and gives what is to be known of it.
        private mutating func take(
            _ name: String, _ values: ArraySlice<Range<Int>>, of text: Span<UInt8>
        ) throws(UnusableLine) -> String? {
            func number(in range: ClosedRange<UInt64>) throws(UnusableLine) -> UInt64 {
                guard let first = values.first, let number = text.number(first),
                    range.contains(number)
                else {
                    throw UnusableLine(
                        "\(name) is a number from \(range.lowerBound) to \(range.upperBound)")
                }
                return number
            }
            switch name {
            case "TOTP_AUTH": isTimeBased = true
            case "HOTP_COUNTER": counter = try number(in: ImportedDevice.counters)
            case "STEP_SIZE": period = Int(try number(in: 1...60))
            case "WINDOW_SIZE": windowSize = Int(try number(in: 1...100))
            case "DISALLOW_REUSE":
                usedSteps = values.compactMap { text.number($0) }
                guard usedSteps.count == values.count else {
                    throw UnusableLine("DISALLOW_REUSE lists something that is no time step")
                }
            case "TIME_SKEW":
                guard let first = values.first, let steps = Int32(text.text(first)) else {
                    throw UnusableLine("TIME_SKEW is a number of steps")
                }
                drift = Int(steps)
            case "RATE_LIMIT": return "RATE_LIMIT is not taken over, LockAfter of the policy holds"
            case "RESETTING_TIME_SKEW": break
            case "LAST0", "LAST1", "LAST2", "LAST3", "LAST4", "LAST5", "LAST6", "LAST7", "LAST8",
                "LAST9":
                return "\(name), a remembered address, is not taken over"
            default:
                let shown = SettingName(option: name).text
                return "\(shown ?? "an option that is not known") means nothing to the old module"
            }
            return nil
        }

        /// What the module made of the options: a counter counts before the time.
        func movingFactor() throws(UnusableLine) -> MovingFactor {
            guard counter > 0 || isTimeBased else {
                throw UnusableLine("neither TOTP_AUTH nor HOTP_COUNTER says how codes are made")
            }
            guard counter > 0 || TOTP.periods.contains(period) else {
                throw UnusableLine(
                    "STEP_SIZE \(period) is too short: the least is \(TOTP.periods.lowerBound) seconds"
                )
            }
            return try DeviceSettings(
                kind: counter > 0 ? .counter : .time, period: period, counter: counter
            ).movingFactor()
        }

        var history: CodeHistory {
            // As the module searches: time steps on both sides, one more ahead where their number
            // is even; counters from the expected one on.
            counter > 0
                ? CodeHistory(window: windowSize - 1)
                : CodeHistory(usedSteps: usedSteps, drift: drift, window: windowSize / 2)
        }
    }
}

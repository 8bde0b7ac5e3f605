internal import OneTimePassword
internal import TextCoding

/// Reads `.google_authenticator`, the file of pam_google_authenticator(8).
///
/// The first line is the key in Base32; lines that begin with a quotation mark and a blank are
/// options, the first of a name counting; the others are scratch codes, each taken once.
package enum GoogleAuthenticatorFile {
    /// The longest file read, in bytes: four times what google-authenticator itself takes.
    package static let maximumLength = 256 << 10

    /// Reads a file's content.
    ///
    /// What cannot be used is among the findings; all else is read nevertheless. Of a file without
    /// a key the old module takes no scratch codes either.
    package static func account(from text: Span<UInt8>) -> ImportedAccount {
        let lines = text.lines()
        var account = ImportedAccount()
        guard let first = lines.first,
            let key = KeyText.base32(text.extracting(first.bytes), mistyped: true)
        else {
            account.findings.append(
                ImportFinding(
                    line: 1, severity: .problem, text: "the first line is no key in Base32"))
            return account
        }
        var options = Options()
        for part in lines.dropFirst() where !text.words(in: part.bytes).isEmpty {
            do throws(UnusableLine) {
                if text[part.bytes.lowerBound] == UInt8(ascii: "\"") {
                    try options.read(part, of: text, findings: &account.findings)
                } else {
                    let code = try scratchCode(part, of: text)
                    if !account.scratchCodes.contains(code) { account.scratchCodes.append(code) }
                }
            } catch {
                account.findings.append(
                    ImportFinding(line: part.line, severity: .problem, text: error.reason))
            }
        }
        do throws(UnusableLine) {
            account.devices.append(
                ImportedDevice(
                    line: 1, movingFactor: try options.movingFactor(), key: key,
                    history: options.history))
        } catch {
            account.findings.insert(
                ImportFinding(line: 1, severity: .problem, text: error.reason), at: 0)
        }
        return account
    }

    /// Eight digits, the first of which is not 0.
    private static func scratchCode(
        _ part: TextRange, of text: Span<UInt8>
    ) throws(UnusableLine) -> [UInt8] {
        let words = text.words(in: part.bytes)
        guard words.count == 1, words[0].count == 8, let number = text.number(words[0]),
            number >= 10_000_000
        else { throw UnusableLine("neither an option nor a scratch code of eight digits") }
        return words[0].map { text[$0] }
    }
}

extension GoogleAuthenticatorFile {
    /// The options of a file.
    private struct Options {
        private var seen: Set<String> = []
        private var isTimeBased = false
        private var counter: UInt64 = 0
        private var period = 30
        private var windowSize = 3
        private var usedSteps: [UInt64] = []
        private var drift = 0

        /// Takes an option out of its line.
        mutating func read(
            _ part: TextRange, of text: Span<UInt8>, findings: inout [ImportFinding]
        ) throws(UnusableLine) {
            let words = text.words(in: part.bytes)
            guard words.count > 1, words[0].count == 1, words[0].lowerBound == part.bytes.lowerBound
            else { throw UnusableLine("no option has this form") }
            let name = text.text(words[1])
            guard seen.insert(name).inserted else { return }
            let values = words.dropFirst(2)
            func number(in range: ClosedRange<UInt64>) throws(UnusableLine) -> UInt64 {
                guard let first = values.first, let number = text.number(first),
                    range.contains(number)
                else {
                    throw UnusableLine(
                        "\(name) is a number from \(range.lowerBound) to \(range.upperBound)")
                }
                return number
            }
            func note(_ what: String) {
                findings.append(ImportFinding(line: part.line, severity: .note, text: what))
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
            case "RATE_LIMIT": note("RATE_LIMIT is not taken over, LockAfter of the policy holds")
            case "RESETTING_TIME_SKEW": break
            case "LAST0", "LAST1", "LAST2", "LAST3", "LAST4", "LAST5", "LAST6", "LAST7", "LAST8",
                "LAST9":
                note("\(name), a remembered address, is not taken over")
            default: note("an option that is not known is not taken over")
            }
        }

        /// What the module made of the options: a counter counts before the time.
        func movingFactor() throws(UnusableLine) -> MovingFactor {
            guard let hotp = HOTP() else { throw UnusableLine("no code has this form") }
            if counter > 0 { return .counter(hotp, start: counter) }
            guard isTimeBased else {
                throw UnusableLine("neither TOTP_AUTH nor HOTP_COUNTER says how codes are made")
            }
            guard let totp = TOTP(hotp: hotp, period: period) else {
                throw UnusableLine(
                    "STEP_SIZE \(period) is too short: the least is \(TOTP.periods.lowerBound) seconds"
                )
            }
            return .time(totp)
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

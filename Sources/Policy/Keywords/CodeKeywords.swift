internal import ConfigurationGrammar
internal import TextCoding
package import Vocabulary

// Codes of an app, and how many of those that are sent.
extension Keyword {
    package static var window: Keyword {
        Keyword(
            "Window", role: .other, help: "steps a code may be early or late, 0–10",
            strictness: .order { $0.window }, stricter: "a smaller number",
            text: { String($0.window) },
            read: { (value, settings) throws(InvalidText) in
                settings.window = try value.number(in: 0...10)
            })
    }

    package static var codeLength: Keyword {
        Keyword(
            "CodeLength", role: .other, help: "digits of a sent code, 6–10",
            strictness: .order { -$0.codeLength }, stricter: "a larger number",
            text: { String($0.codeLength) },
            read: { (value, settings) throws(InvalidText) in
                settings.codeLength = try value.number(in: 6...10)
            })
    }

    package static var codeLifetime: Keyword {
        Keyword(
            "CodeLifetime", role: .other, help: "how long a sent code is good, up to 10 minutes",
            strictness: .order { $0.codeLifetime }, stricter: "a shorter time",
            text: { TimeFormat.text($0.codeLifetime) },
            read: { (value, settings) throws(InvalidText) in
                settings.codeLifetime = try value.time(in: 1...600)
            })
    }

    package static var resendAfter: Keyword {
        Keyword(
            "ResendAfter", role: .other,
            help: "the time between any two codes that are sent to somebody, up to an hour",
            strictness: .order { -$0.resendAfter }, stricter: "a longer time",
            text: { TimeFormat.text($0.resendAfter) },
            read: { (value, settings) throws(InvalidText) in
                settings.resendAfter = try value.time(in: 0...3_600)
            })
    }

    package static var sendLimit: Keyword {
        Keyword(
            "SendLimit", role: .other, help: "codes sent to one account, and in which time",
            strictness: .combination { $0.lowerSendLimit(to: $1.sendLimit) },
            stricter: "a smaller number in a longer time",
            text: { $0.sendLimit.text },
            read: { (value, settings) throws(InvalidText) in
                settings.sendLimit = try value.sendLimit(upTo: SendLimit.maximumOfAccount)
            })
    }

    package static var hostSendLimit: Keyword {
        Keyword(
            "HostSendLimit", scope: .host, role: .other, help: "codes sent by this host in all",
            strictness: .none, stricter: "no value",
            text: { $0.hostSendLimit.text },
            read: { (value, settings) throws(InvalidText) in
                settings.hostSendLimit = try value.sendLimit(upTo: 100_000)
            })
    }
}

extension Settings {
    /// Takes of two limits the smaller number and the longer time.
    ///
    /// - Returns: Whether something has changed.
    fileprivate mutating func lowerSendLimit(to other: SendLimit) -> Bool {
        let own = sendLimit
        guard other.count < own.count || other.period > own.period else { return false }
        sendLimit = SendLimit(
            count: min(own.count, other.count), period: max(own.period, other.period))
        return true
    }
}

extension SendLimit {
    /// The limit as one would write it in the file.
    package var text: String { "\(count)/\(TimeFormat.text(period))" }
}

extension ValueReader {
    /// A number and a time with a slash between them, such as `5/1h`.
    fileprivate func sendLimit(upTo largest: Int) throws(InvalidText) -> SendLimit {
        let counts = 1...largest
        let periods = 1...TimeFormat.secondsPerWeek
        guard let bytes = onlyWord?.bytes, let slash = bytes.firstIndex(of: UInt8(ascii: "/")),
            let count = Decimal.number(Array(bytes[..<slash])), counts.contains(count),
            let period = TimeFormat.seconds(Array(bytes[(slash + 1)...])), periods.contains(period)
        else {
            throw unexpected(
                """
                a number from \(counts.lowerBound) to \(counts.upperBound) and a time up to \
                \(TimeFormat.text(periods.upperBound)), such as 5/1h
                """)
        }
        return SendLimit(count: count, period: period)
    }
}

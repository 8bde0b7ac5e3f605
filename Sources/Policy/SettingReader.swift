internal import TextCoding
internal import ConfigurationGrammar
internal import Vocabulary

extension Setting {
    /// Reads the value of a keyword from the words behind it.
    init(_ keyword: Keyword, _ words: [Word]) throws(InvalidText) {
        let minute = 60
        let hour = 60 * minute
        let week = 7 * 24 * hour
        let value = ValueReader(words: words)
        switch keyword {
        case .secondFactor: self = .secondFactor(try value.choice())
        case .methods: self = .methods(try value.methods())
        case .unenrolled: self = .unenrolled(value.means("enroll") ? .enrol : try value.choice())
        case .enrolmentDeadline: self = .enrolmentDeadline(try value.date())
        case .enrolment: self = .enrolment(try value.choice())
        case .window: self = .window(try value.number(in: 0...10))
        case .codeLength: self = .codeLength(try value.number(in: 6...10))
        case .codeLifetime: self = .codeLifetime(try value.time(in: 1...10 * minute))
        case .resendAfter: self = .resendAfter(try value.time(in: 0...hour))
        case .sendLimit: self = .sendLimit(try value.sendLimit(upTo: SendLimit.maximumOfAccount))
        case .hostSendLimit: self = .hostSendLimit(try value.sendLimit(upTo: 100_000))
        case .trustPeriod: self = .trustPeriod(try value.time(in: 0...168 * hour))
        case .trustBinds: self = .trustBinds(try value.choice())
        case .lockAfter: self = .lockAfter(try value.number(in: 1...10_000))
        case .lockFor: self = .lockFor(try value.time(in: 1...52 * week))
        case .lockCap: self = .lockCap(try value.number(in: 1...10_000))
        case .language: self = .language(try value.choice())
        case .emailVia: self = .emailVia(try value.channel())
        case .smsVia: self = .smsVia(try value.channel())
        case .dingTalkVia: self = .dingTalkVia(try value.channel())
        case .recipients: self = .recipients(try value.recipients())
        case .echo: self = .echo(try value.index(among: Bool.names) == 0)
        case .splitAt: self = .splitAt(try value.separator())
        case .keyOnlyLogin: self = .keyOnlyLogin(try value.choice())
        case .stateDirectory: self = .stateDirectory(try value.absolutePath())
        case .keyFile: self = .keyFile(try value.absolutePath())
        case .deliveryFile: self = .deliveryFile(try value.absolutePath())
        case .courierProgram: self = .courierProgram(try value.absolutePath())
        case .enrolmentProgram: self = .enrolmentProgram(try value.absolutePath())
        case .deliveryTimeout: self = .deliveryTimeout(try value.time(in: 1...minute))
        }
    }
}

/// The kinds of values that only the policy has.
extension ValueReader {
    private static var none: String { "none" }

    /// Methods separated by blanks, each at most once.
    func methods() throws(InvalidText) -> [Method] {
        var methods: [Method] = []
        for word in words {
            guard let method = Method.allCases.first(where: { word.means($0.name) }),
                !methods.contains(method)
            else { throw unexpectedMethods }
            methods.append(method)
        }
        guard !methods.isEmpty else { throw unexpectedMethods }
        return methods
    }

    private var unexpectedMethods: InvalidText {
        // A word too many is a method twice, which is a better thing to say.
        unexpected(
            "one or more of \(alternatives(Method.names)), each once, with blanks between them",
            maximum: .max)
    }

    /// A time in seconds, written as ``TimeFormat`` says.
    func time(in range: ClosedRange<Int>) throws(InvalidText) -> Int {
        guard let time = onlyWord.flatMap({ TimeFormat.seconds($0.bytes) }), range.contains(time)
        else {
            let shortest = TimeFormat.text(range.lowerBound)
            let longest = TimeFormat.text(range.upperBound)
            throw unexpected("a time from \(shortest) to \(longest), such as 90s, 5m or 1h30m")
        }
        return time
    }

    /// A date, or `none`.
    func date() throws(InvalidText) -> CalendarDate? {
        if means(Self.none) { return nil }
        guard let date = onlyWord.flatMap({ CalendarDate($0.bytes) }) else {
            throw unexpected("a date of the calendar as YYYY-MM-DD, or \(Self.none)")
        }
        return date
    }

    /// A number and a time with a slash between them, such as `5/1h`.
    func sendLimit(upTo largest: Int) throws(InvalidText) -> SendLimit {
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

    /// `account`, or `topic` or `ldap` and a name.
    func recipients() throws(InvalidText) -> Recipients {
        if means("account") { return .account }
        if words.count == 2, Self.isName(words[1]) {
            if words[0].means("topic") { return .topic(words[1].text) }
            if words[0].means("ldap") { return .directory(words[1].text) }
        }
        throw unexpected("account, or topic or ldap and \(Self.expectedName)", maximum: 2)
    }

    /// The character between password and code, which is none that a code is made of, or `none`.
    func separator() throws(InvalidText) -> UInt8? {
        if means(Self.none) { return nil }
        guard let bytes = onlyWord?.bytes, bytes.count == 1, (0x21...0x7e).contains(bytes[0]),
            !bytes[0].isLetterOrDigit
        else {
            throw unexpected(
                "one visible ASCII character that is no letter and no digit, or \(Self.none)")
        }
        return bytes[0]
    }

    /// The name of a channel, or `none`.
    func channel() throws(InvalidText) -> String? {
        if means(Self.none) { return nil }
        guard let word = onlyWord, Self.isName(word) else {
            throw unexpected("\(Self.expectedName), or \(Self.none)")
        }
        return word.text
    }
}

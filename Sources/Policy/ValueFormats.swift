extension ValueFormat where Value: Choice {
    /// One of a few names.
    static var choice: Self {
        Self(expected: Value.allNames, word: { Value($0) }, write: { $0.name })
    }
}

extension ValueFormat where Value == [Method] {
    /// Methods separated by blanks, each at most once.
    static var choices: Self {
        let expected = "one or more of \(Method.allNames), separated by blanks"
        return Self(
            expected: expected,
            parse: { (words) throws(InvalidText) in
                var methods: [Method] = []
                for word in words {
                    guard let method = Method(word) else {
                        throw .unexpected([word], expected)
                    }
                    guard !methods.contains(method) else {
                        throw InvalidText(message: "\(method.name) is named twice")
                    }
                    methods.append(method)
                }
                return methods
            },
            write: { methods in methods.map { $0.name }.joined(separator: " ") }
        )
    }
}

extension ValueFormat where Value == Int {
    /// A whole number.
    static func number(in range: ClosedRange<Int>) -> Self {
        Self(
            expected: "a number from \(range.lowerBound) to \(range.upperBound)",
            word: { word in
                Decimal.number(word.bytes).flatMap { range.contains($0) ? $0 : nil }
            },
            write: { String($0) }
        )
    }

    /// A time in seconds, written as ``TimeFormat`` says.
    static func time(in range: ClosedRange<Int>) -> Self {
        let shortest = TimeFormat.text(range.lowerBound)
        let longest = TimeFormat.text(range.upperBound)
        return Self(
            expected: "a time from \(shortest) to \(longest), such as 90s, 5m or 1h30m",
            word: { word in
                TimeFormat.seconds(word.bytes).flatMap { range.contains($0) ? $0 : nil }
            },
            write: { TimeFormat.text($0) }
        )
    }
}

extension ValueFormat where Value == CalendarDate {
    /// A date, such as `2027-03-31`.
    static var date: Self {
        Self(
            expected: "a date of the calendar as YYYY-MM-DD",
            word: { CalendarDate($0.bytes) },
            write: { $0.description }
        )
    }
}

extension ValueFormat where Value == SendLimit {
    /// A number and a time with a slash between them, such as `5/1h`.
    static var sendLimit: Self {
        let counts = 1...1_000
        let periods = 1...TimeFormat.secondsPerWeek
        return Self(
            expected: "a number from \(counts.lowerBound) to \(counts.upperBound) and a time up to "
                + "\(TimeFormat.text(periods.upperBound)), such as 5/1h",
            word: { word in
                guard let slash = word.bytes.firstIndex(of: UInt8(ascii: "/")),
                    let count = Decimal.number(word.bytes[..<slash]), counts.contains(count),
                    let period = TimeFormat.seconds(word.bytes[(slash + 1)...]),
                    periods.contains(period)
                else {
                    return nil
                }
                return SendLimit(count: count, period: period)
            },
            write: { "\($0.count)/\(TimeFormat.text($0.period))" }
        )
    }
}

extension ValueFormat where Value == Recipients {
    /// `account`, or `topic` and a name.
    static var recipients: Self {
        let expected = "account, or topic and its name"
        return Self(
            expected: expected,
            parse: { (words) throws(InvalidText) in
                if let word = words.first, words.count == 1, word.means("account") {
                    return .account
                }
                guard let first = words.first, first.means("topic"), words.count == 2 else {
                    throw .unexpected(words, expected)
                }
                return .topic(try ValueFormat<String>.name.read(Array(words.dropFirst())))
            },
            write: { recipients in
                switch recipients {
                case .account: "account"
                case .topic(let name): "topic \(name)"
                }
            }
        )
    }
}

extension ValueFormat where Value == UInt8 {
    /// The character between password and code: not one that a code is made of.
    static var separator: Self {
        Self(
            expected: "one visible ASCII character that is no letter and no digit",
            word: { word in
                guard let byte = word.bytes.first, word.bytes.count == 1,
                    (0x21...0x7e).contains(byte), !Decimal.isDigit(byte),
                    !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte.lowercased)
                else {
                    return nil
                }
                return byte
            },
            write: { Word.written(String(Character(Unicode.Scalar($0)))) }
        )
    }
}

extension ValueFormat where Value == String {
    /// The name of a channel or a topic.
    static var name: Self {
        let longest = 64
        return Self(
            expected: "a name of at most \(longest) ASCII letters, digits, - . and _",
            word: { word in
                let isName = word.bytes.allSatisfy { byte in
                    Decimal.isDigit(byte) || "-._".utf8.contains(byte)
                        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte.lowercased)
                }
                return isName && (1...longest).contains(word.bytes.count) ? word.text : nil
            },
            write: { $0 }
        )
    }

    /// The path of a file or a folder, from the root.
    static var absolutePath: Self {
        // PATH_MAX of Linux is 4,096 with the NUL at the end.
        let longest = 4_095
        return Self(
            expected: "an absolute path of at most \(longest) bytes",
            word: { word in
                word.bytes.first == UInt8(ascii: "/") && word.bytes.count <= longest
                    ? word.text : nil
            },
            write: { Word.written($0) }
        )
    }
}

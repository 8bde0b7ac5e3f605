internal import ConfigurationGrammar

// How many wrong codes lock an account, and for how long.
extension Keyword {
    package static var lockAfter: Keyword {
        Keyword(
            "LockAfter", role: .other, help: "wrong codes in a row that lock",
            strictness: .order { $0.lockAfter }, stricter: "a smaller number",
            text: { String($0.lockAfter) },
            read: { (value, settings) throws(InvalidText) in
                settings.lockAfter = try value.number(in: 1...10_000)
            })
    }

    package static var lockFor: Keyword {
        Keyword(
            "LockFor", role: .other, help: "for how long they lock",
            strictness: .order { -$0.lockFor }, stricter: "a longer time",
            text: { TimeFormat.text($0.lockFor) },
            read: { (value, settings) throws(InvalidText) in
                settings.lockFor = try value.time(in: 1...52 * TimeFormat.secondsPerWeek)
            })
    }

    package static var lockCap: Keyword {
        Keyword(
            "LockCap", role: .other,
            help: "wrong codes without a right one, after which only `sallyport unlock` helps",
            strictness: .order { $0.lockCap }, stricter: "a smaller number",
            text: { String($0.lockCap) },
            read: { (value, settings) throws(InvalidText) in
                settings.lockCap = try value.number(in: 1...10_000)
            })
    }
}

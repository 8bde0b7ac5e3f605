internal import ConfigurationGrammar
internal import TextCoding
internal import Vocabulary

// Who is not asked again for a while.
extension Keyword {
    package static var trustPeriod: Keyword {
        Keyword(
            "TrustPeriod", role: .other,
            help:
                "for how long a source that has shown a code is not asked again, up to 168 hours; 0 for never",
            strictness: .order { $0.trustPeriod }, stricter: "a shorter time",
            text: { TimeFormat.text($0.trustPeriod) },
            read: { (value, settings) throws(InvalidText) in
                settings.trustPeriod = try value.time(in: 0...TimeFormat.secondsPerWeek)
            })
    }

    package static var trustBinds: Keyword {
        Keyword(
            "TrustBinds", role: .other,
            help: "what such a source must show again: `address`, `address+key`",
            strictness: .order { -$0.trustBinds.rawValue }, stricter: "address+key",
            text: { $0.trustBinds.name },
            read: { (value, settings) throws(InvalidText) in
                settings.trustBinds = try value.choice()
            })
    }
}

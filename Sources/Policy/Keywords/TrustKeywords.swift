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
            help:
                "what such a source must show again: `address`, `address+key`, `address+service`, "
                + "`address+key+service`, `session`, `session+service`",
            strictness: .combination { (settings, other) in
                let both = settings.trustBinds.joined(with: other.trustBinds)
                guard both != settings.trustBinds else { return false }
                settings.trustBinds = both
                return true
            },
            stricter: "what both name",
            text: { $0.trustBinds.name },
            read: { (value, settings) throws(InvalidText) in
                settings.trustBinds = TrustBinding(
                    nameAt: try value.index(among: TrustBinding.names))
            })
    }
}

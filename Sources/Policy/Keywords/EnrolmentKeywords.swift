internal import ConfigurationGrammar
internal import TextCoding

// Who has nothing yet, and who may enrol.
extension Keyword {
    package static var unenrolled: Keyword {
        Keyword(
            "Unenrolled", role: .decision,
            help: """
                who never had a device, a contact or recovery codes: `deny`, `enrol` (a device, at this login), `allow`; \
                who had some, and has none that `Methods` takes, is refused, or enrols again with a ticket where this is \
                `enrol`
                """,
            strictness: .order { $0.unenrolledUntilDeadline.rawValue },
            stricter: "deny, then enrol, then allow",
            text: { $0.unenrolledUntilDeadline.name },
            read: { (value, settings) throws(InvalidText) in
                settings.unenrolledUntilDeadline =
                    value.means("enroll") ? .enrol : try value.choice()
            })
    }

    package static var enrolmentDeadline: Keyword {
        Keyword(
            "EnrolmentDeadline", role: .other,
            help: "a date, after which `allow` and `enrol` are `deny`, or `none`",
            strictness: .order { $0.enrolmentDeadline?.end ?? .max }, stricter: "an earlier date",
            text: { $0.enrolmentDeadline?.description ?? ValueReader.none },
            read: { (value, settings) throws(InvalidText) in
                settings.enrolmentDeadline = try value.date()
            })
    }

    package static var enrolment: Keyword {
        Keyword(
            "Enrolment", role: .other,
            help: """
                who may enrol at a login: `invited`, with a ticket of `sallyport invite`, or `first-login`, whoever has \
                the password first
                """,
            strictness: .order { $0.enrolment.rawValue }, stricter: "invited",
            text: { $0.enrolment.name },
            read: { (value, settings) throws(InvalidText) in
                settings.enrolment = try value.choice()
            })
    }

    package static var maxDevices: Keyword {
        Keyword(
            "MaxDevices", role: .other,
            help:
                "how many devices one person may have, 1–16; who has more keeps them, and adds none",
            strictness: .order { $0.maxDevices }, stricter: "a smaller number",
            text: { String($0.maxDevices) },
            read: { (value, settings) throws(InvalidText) in
                settings.maxDevices = try value.number(in: 1...16)
            })
    }
}

extension ValueReader {
    /// A date, or `none`.
    fileprivate func date() throws(InvalidText) -> CalendarDate? {
        if means(Self.none) { return nil }
        guard let date = onlyWord.flatMap({ CalendarDate($0.bytes) }) else {
            throw unexpected("a date of the calendar as YYYY-MM-DD, or \(Self.none)")
        }
        return date
    }
}

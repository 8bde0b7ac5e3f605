// The row of an account in the table of all, and the lines that say all of one.
extension AccountStatus {
    private static let unknown = "not known"

    /// The titles of ``cells``.
    static let header = ["USER", "DEVICES", "LAST LOGIN", "LOCKED", "NOTES"]

    /// The row of a table: what is out of the ordinary stands last.
    var cells: [String] {
        guard error == nil else { return [user, "cannot be read", "-", "-", "-"] }
        return [
            user, Self.list(devices), lastLogin?.time.description ?? "never", lockText,
            notes.isEmpty ? "-" : notes.joined(separator: ", "),
        ]
    }

    private var notes: [String] {
        var notes: [String] = []
        if let wrongCodes, wrongCodes > 0 { notes.append("wrong codes: \(wrongCodes)") }
        if let codesNotSent, codesNotSent > 0 { notes.append("codes not sent: \(codesNotSent)") }
        if devices?.isEmpty == false, recoveryCodesLeft == 0 {
            notes.append("no recovery code left")
        }
        if let trustedSources, trustedSources > 0 {
            notes.append("trusted sources: \(trustedSources)")
        }
        if ticketUntil != nil { notes.append("has a ticket") }
        if bypassUntil != nil { notes.append("has a bypass") }
        return notes
    }

    /// All that is known, for a person who asks for this account.
    var fields: Fields {
        guard error == nil else { return Fields([("user", user), ("account", "cannot be read")]) }
        return Fields([
            ("user", user), ("devices", Self.list(devices)), ("contacts", Self.list(contacts)),
            ("last login", lastLogin?.text ?? "never"), ("wrong codes", Self.text(wrongCodes)),
            ("locked", lockText), ("codes sent", Self.text(codesSent)),
            ("codes not sent", Self.text(codesNotSent)),
            ("recovery codes", Self.text(recoveryCodesLeft)),
            ("trusted sources", Self.text(trustedSources)),
            ("ticket", Self.text(until: ticketUntil)),
            ("bypass", Self.text(until: bypassUntil)),
        ])
    }

    private static func list(_ names: [String]?) -> String {
        guard let names else { return unknown }
        return names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    private static func text(_ number: (some CustomStringConvertible)?) -> String {
        number?.description ?? unknown
    }

    private static func text(until end: Timestamp?) -> String {
        end.map { "until \($0)" } ?? "none"
    }

    private var lockText: String {
        switch lock {
        case nil: Self.unknown
        case LockStatus.none?: "no"
        case .temporary: "until \(lockedUntil?.description ?? "-")"
        case .untilUnlocked: "until unlocked"
        }
    }
}

extension LastLogin {
    /// All that is known of it.
    fileprivate var text: String {
        [time.description, method, device, address.map { "from \($0)" }].compactMap { $0 }
            .joined(separator: ", ")
    }
}

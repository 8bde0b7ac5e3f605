internal import Messages
internal import Policy

/// What every step of a login needs to know once it is clear that a code is asked for; nothing of it changes.
final class LoginContext {
    /// Who wants in.
    let applicant: Applicant
    /// What holds, in the language of the person.
    let settings: Settings
    /// What there is to know of their account.
    let snapshot: AccountSnapshot

    init(_ applicant: Applicant, _ settings: Settings, _ snapshot: AccountSnapshot) {
        self.applicant = applicant
        self.snapshot = snapshot
        var settings = settings
        settings.language = snapshot.language ?? settings.language
        self.settings = settings
    }

    /// What the person can show.
    var methods: UsableMethods { snapshot.methods }

    /// The language of the person.
    var language: Language { settings.language }
}

internal import Accounts
internal import HostSystem
internal import TextCoding
internal import Vocabulary

extension LoginReport {
    /// The line for LOG_AUTHPRIV: `key=value` pairs; nil where nothing was decided.
    package var line: String? {
        var line: AuditLine
        switch outcome {
        case .notAsked(.split), .notAsked(.account): return nil
        case .accepted(let factor):
            line = begun("accepted")
            switch factor {
            case .device(let label, let method):
                line.add("method", method.name)
                line.add("device", label)
            case .recoveryCode(let left):
                line.add("method", Method.recovery.name)
                line.add("left", left)
            case .sentCode(let challenge):
                line.add("method", challenge.method.name)
                line.add("number", Int(challenge.number))
            case .shownNumber: line.add("method", Method.screen.name)
            case .bypass: line.add("method", "bypass")
            case .enrolled(let label):
                line.add("method", "enrolment")
                line.add("device", label)
            }
            addDelivery(to: &line)
        case .notAsked(let exemption):
            line = begun("not-asked")
            line.add("reason", exemption.reason)
        case .refused(let refusal):
            line = begun("refused")
            line.add("reason", refusal.reason)
            addDelivery(to: &line)
        }
        return line.text
    }

    /// How much it matters.
    package var priority: LogPriority {
        switch outcome {
        case .accepted, .notAsked: .info
        case .refused(let refusal): refusal.isFault ? .error : .notice
        }
    }

    private func begun(_ result: String) -> AuditLine {
        var line = AuditLine(result, of: applicant, application)
        if let session { line.add("session", Int(session)) }
        if let groupDoubt { line.add("groups", compact("not known: \(groupDoubt)")) }
        return line
    }

    private func addDelivery(to line: inout AuditLine) {
        if let sent = dialogue.sent { line.add(sent) }
        if let undelivered = dialogue.undelivered { line.add("unsent", undelivered) }
        if let notice { line.add("notice", notice.name) }
        if let noticeFailure { line.add("unsent", noticeFailure) }
    }
}

extension AuditLine {
    /// Begins a line about a login: what there is to say, who wants in, and from where.
    @inline(never)
    init(_ result: String, of applicant: Applicant?, _ application: Application) {
        self.init()
        add("result", result)
        // Not a name that the system does not know: it may be a password.
        add("user", applicant?.user?.name ?? "unknown")
        add("service", application.service)
        add("rhost", application.remoteHost ?? "none".bytes)
        if let address = application.address, address.bytes != application.remoteHost {
            add("address", address)
        }
    }

    /// Adds the code that was sent.
    mutating func add(_ sent: Challenge) {
        add("sent", sent.method.name)
        add("number", Int(sent.number))
        add("to", sent.target)
    }
}

/// How much a line of the log matters; syslog(3).
package enum LogPriority {
    case info
    case notice
    case error
}

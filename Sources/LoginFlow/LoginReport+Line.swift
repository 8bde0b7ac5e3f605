internal import Accounts
internal import HostSystem
internal import TextCoding
internal import Vocabulary

extension LoginReport {
    /// The line for LOG_AUTHPRIV: `key=value` pairs; nil where nothing was decided.
    package var line: String? {
        var line = AuditLine()
        switch outcome {
        case .notAsked(.split), .notAsked(.account): return nil
        case .accepted(let factor):
            line.add("result", "accepted")
            addLogin(to: &line)
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
            line.add("result", "not-asked")
            addLogin(to: &line)
            line.add("reason", exemption.reason)
        case .refused(let refusal):
            line.add("result", "refused")
            addLogin(to: &line)
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

    private func addDelivery(to line: inout AuditLine) {
        if let sent = dialogue.sent {
            line.add("sent", sent.method.name)
            line.add("number", Int(sent.number))
            line.add("to", sent.target)
        }
        if let undelivered = dialogue.undelivered { line.add("unsent", undelivered) }
        if let notice { line.add("notice", notice.name) }
        if let noticeFailure { line.add("unsent", noticeFailure) }
    }

    private func addLogin(to line: inout AuditLine) {
        // Not a name that the system does not know: it may be a password.
        line.add("user", applicant?.user?.name ?? "unknown")
        line.add("service", application.service)
        line.add("rhost", application.remoteHost ?? "none".bytes)
        if let address = application.address, address.bytes != application.remoteHost {
            line.add("address", address)
        }
        if let groupDoubt { line.add("groups", compact("not known: \(groupDoubt)")) }
    }
}

/// How much a line of the log matters; syslog(3).
package enum LogPriority {
    case info
    case notice
    case error
}

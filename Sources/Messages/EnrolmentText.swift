/// What a person is asked and told who enrols a device, in the order they meet it.
package enum EnrolmentText: Sendable {
    /// The question for the ticket.
    case ticketQuestion
    /// What was typed cannot be a ticket.
    case noTicket
    /// The ticket opens nothing; why is not told.
    case wrongTicket

    /// The QR code as it was drawn, or nothing where it could not be; the key and the URI; and the question for a
    /// first code.
    ///
    /// The picture comes first, so that key and question stay on a screen it is too large for.
    case device(picture: String, key: String, uri: String)
    /// The key and the URI only. Two lines, each with its end.
    case key(String, uri: String)
    /// The question for a first code of the app; `canDraw` says that `qr` may be typed instead, for another picture.
    case codeQuestion(canDraw: Bool)
    /// The question after a code that was not right, with the reason.
    case nextTry(after: Mismatch, canDraw: Bool)
    /// What is wrong with a code, and what to do about it; part of a sentence, without a full stop.
    case explanation(Mismatch)
    /// None of the codes typed was right.
    case noRightCode

    /// The recovery codes, and the question that waits until they are saved, to which the answer is `yes`.
    case recoveryCodes([String])
    /// The same question after another answer.
    case savedQuestionAgain
    /// Nobody said that the recovery codes are saved.
    case notSaved

    /// Another enrolment came first.
    case enrolledMeanwhile
    /// Something is broken, and nothing is stored.
    case failed

    /// How a code that was typed to confirm a new device is wrong.
    package enum Mismatch: Equatable, Sendable {
        /// A code of this device has so many digits.
        case length(Int)
        /// It is right at no time near the present one.
        case unrelated
        /// It is right so many seconds from now: a clock is off.
        case time(seconds: Int64)
        /// It is right so many presses ahead of the counter.
        case counter(presses: Int64)
    }
}

/// Recovery codes, each on a line.
func lines(of codes: [String]) -> String {
    var lines = ""
    for code in codes { lines += "    " + code + "\n" }
    return lines
}

/// Recovery codes, two to a line.
func columns(of codes: [String]) -> String {
    var lines = ""
    for (index, code) in codes.enumerated() {
        let endsLine = !index.isMultiple(of: 2) || index == codes.count - 1
        lines += "    " + code + (endsLine ? "\n" : "")
    }
    return lines
}

extension Int64 {
    /// How far it is from zero.
    var distance: Int64 { Int64(clamping: magnitude) }
}

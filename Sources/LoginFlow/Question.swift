internal import Accounts
internal import Cryptography
internal import HostSystem
internal import Messages
internal import OneTimePassword
internal import Policy
internal import Vocabulary
internal import TextCoding

/// What a person is asked.
enum Question {
    /// For a code, or the name of another method.
    case code(alternatives: [Method])
    /// For the code that was sent; where the person wanted another, in how many seconds that may be sent.
    case sent(Challenge, nextIn: Int64?)
    /// For the number that stands in the question.
    case shown(OneTimeCode)

    func prompt(in language: Language) -> String {
        switch self {
        case .code(let alternatives):
            language.prompt(.verificationCode(alternatives: Self.names(of: alternatives)))
        case .sent(let challenge, let nextIn):
            (nextIn.map { language.prompt(.nextCode(in: $0)) + "\n" } ?? "")
                + language.prompt(.sentCode(Int(challenge.number), to: challenge.target))
        case .shown(let number): language.prompt(.shownNumber(number.text))
        }
    }

    private static func names(of methods: [Method]) -> String {
        var names = ""
        for method in methods {
            if !names.isEmpty { names += ", " }
            names += method.name
        }
        return names
    }
}

/// What all of the dialogue needs to know.
struct Dialogue {
    let person: Person
    let source: LoginSource?
    let means: Means
    /// Whether an administrator has made a code that lets them in once.
    let hasBypass: Bool
    let settings: Settings
    let library: LibCrypto
}

/// An answer that may be compared: it has the form of a code.
enum TypedCode {
    /// Digits, as an authenticator shows them.
    case oneTime(OneTimeCode)
    /// A recovery code in canonical form.
    case recovery([UInt8])
    /// The number that stood in the question.
    case shown
}

extension Login {
    /// Asks for a code, or takes the one that came with the password.
    ///
    /// Once, and once more where the person asks for a code to be sent.
    ///
    /// - Throws: where the answer is none that could be right. None of these counts as an attempt.
    func askForCode(
        _ dialogue: Dialogue, with account: borrowing Account?, _ report: inout LoginReport
    ) throws(Refusal) -> TypedCode {
        if let kept = pam.takeCode() {
            report.answeredAt = SystemClock.monotonicMilliseconds()
            return try typedCode(kept, to: .code(alternatives: []), dialogue)
        }
        var question = try firstQuestion(dialogue, with: account, &report)
        var answer = try put(question, dialogue, &report)
        if let method = requestedMethod(answer, dialogue.means) {
            question = try self.question(
                method, isAsked: true, orElse: [], dialogue, with: account, &report)
            answer = try put(question, dialogue, &report)
        }
        return try typedCode(answer, to: question, dialogue)
    }

    /// The question a login begins with, which may mean that a code is sent.
    private func firstQuestion(
        _ dialogue: Dialogue, with account: borrowing Account?, _ report: inout LoginReport
    ) throws(Refusal) -> Question {
        let means = dialogue.means
        guard let first = means.first, first.isSent || first == .screen else {
            return .code(alternatives: means.requestable)
        }
        return try question(
            first, isAsked: false, orElse: means.requestable.filter { $0 != first }, dialogue,
            with: account, &report)
    }

    /// The question for a code of a method; where that cannot be sent, for another code, or another way to be sent
    /// one, if the person has any: nobody is kept out because none could be sent.
    private func question(
        _ method: Method, isAsked: Bool, orElse alternatives: [Method], _ dialogue: Dialogue,
        with account: borrowing Account?, _ report: inout LoginReport
    ) throws(Refusal) -> Question {
        do throws(Refusal) {
            return try question(
                method, isAsked: isAsked, dialogue, with: account, &report)
        } catch {
            let hasOther =
                dialogue.means.hasCodeAtHand || dialogue.hasBypass || !alternatives.isEmpty
            guard hasOther, error.leavesOtherMethods else { throw error }
            report.undelivered = error.reason
            return .code(alternatives: alternatives)
        }
    }

    private func question(
        _ method: Method, isAsked: Bool, _ dialogue: Dialogue, with account: borrowing Account?,
        _ report: inout LoginReport
    ) throws(Refusal) -> Question {
        if method == .screen {
            do throws(CryptographyError) {
                return .shown(try OneTimeCode.random(length: 4, using: dialogue.library))
            } catch {
                throw .cryptography(error)
            }
        }
        return try sentQuestion(by: method, isAsked: isAsked, dialogue, with: account, &report)
            ?? .code(alternatives: [])
    }

    /// Puts a question in one conversation call.
    private func put(
        _ question: Question, _ dialogue: Dialogue, _ report: inout LoginReport
    ) throws(Refusal) -> SecretBytes {
        let settings = dialogue.settings
        guard converses else {
            throw refusal(.noCodeWithPassword, after: question, in: settings.language)
        }
        let answer: SecretBytes
        do throws(ConversationFailure) {
            answer = try pam.ask(question.prompt(in: settings.language), echo: settings.echo)
        } catch {
            throw refusal(.conversation, after: question, in: settings.language)
        }
        report.answeredAt = SystemClock.monotonicMilliseconds()
        if let password = pam.password(), isSame(answer, password, using: dialogue.library) {
            throw refusal(.passwordAsAnswer, after: question, in: settings.language)
        }
        if isName(answer, of: dialogue.person, using: dialogue.library) {
            throw refusal(.userNameAsAnswer, after: question, in: settings.language)
        }
        return answer
    }

    /// Whether an answer is the person's own name, as programs give it that take an echoed question for that one.
    private func isName(
        _ answer: borrowing SecretBytes, of person: Person, using library: LibCrypto
    ) -> Bool {
        let names = [person.typedName, Array(person.attributes.user.utf8)]
        return answer.count > 0
            && names.contains { name in
                answer.withBytes { library.areEqual($0, name.span) }
            }
    }

    /// What a client comes to that cannot answer a second question: for a code that was sent, the person is told
    /// how to hand it in with the next try.
    private func refusal(
        _ refusal: Refusal, after question: Question, in language: Language
    ) -> Refusal {
        guard case .sent(let challenge, _) = question else { return refusal }
        tell(.appendSentCode(Int(challenge.number), to: challenge.target), in: language)
        return .codeToAppend
    }

    private func isSame(
        _ answer: borrowing SecretBytes, _ password: borrowing SecretBytes, using library: LibCrypto
    ) -> Bool {
        answer.count > 0
            && answer.withBytes { answer in
                password.withBytes { password in library.areEqual(answer, password) }
            }
    }

    /// The method an answer names, where this person may ask for it.
    private func requestedMethod(
        _ answer: borrowing SecretBytes, _ means: Means
    ) -> Method? {
        answer.withBytes { bytes in
            guard case .method(let method) = Answer(bytes), means.requestable.contains(method)
            else { return nil }
            return method
        }
    }

    private func typedCode(
        _ answer: borrowing SecretBytes, to question: Question, _ dialogue: Dialogue
    ) throws(Refusal) -> TypedCode {
        try answer.withBytes { (bytes) throws(Refusal) in
            if case .shown(let number) = question {
                let expected = Array(number.text.utf8)
                if dialogue.library.areEqual(bytes, expected.span) { return .shown }
            }
            switch Answer(bytes) {
            case .code(let code):
                // No device shows more digits than that, so nothing that could be right is left out.
                guard
                    HOTP.lengths.contains(code.length)
                        || code.length == dialogue.settings.codeLength
                else { throw .malformedAnswer }
                return .oneTime(code)
            case .recoveryCode(let code): return .recovery(code)
            case .empty: throw .emptyAnswer
            case .standIn: throw .standInAnswer
            case .method, .malformed: throw .malformedAnswer
            }
        }
    }
}

internal import Accounts
internal import Cryptography
internal import HostSystem
internal import Messages
internal import OneTimePassword
internal import Policy
internal import TextCoding
internal import Vocabulary

/// Asks a person for a code: once, and once more where they ask for one to be sent.
struct CodeDialogue<PAM: PAMTransaction> {
    let messenger: Messenger<PAM>
    let clock: LoginClock
    let context: LoginContext
    let library: LibCrypto
    /// What happened so far, also where the dialogue ends with a refusal.
    private(set) var record = DialogueRecord()

    private var pam: PAM { messenger.pam }
    private var methods: UsableMethods { context.methods }

    /// Asks for a code, or takes the one that came with the password.
    ///
    /// - Parameter account: The person's account; nil for one who has none, to whom nothing is sent.
    /// - Returns: The code.
    /// - Throws: where the answer is none that could be right. None of these counts as an attempt.
    mutating func askForCode(with account: Account?) throws(Refusal) -> TypedCode {
        if let kept = pam.takeCode() {
            record.answeredAt = clock.milliseconds()
            return try typedCode(kept, to: .code(alternatives: []))
        }
        var question = try firstQuestion(with: account)
        var answer = try put(question)
        if let method = requestedMethod(answer) {
            question = try self.question(method, isAsked: true, orElse: [], with: account)
            answer = try put(question)
        }
        return try typedCode(answer, to: question)
    }

    /// The question a login begins with, which may mean that a code is sent.
    private mutating func firstQuestion(
        with account: Account?
    ) throws(Refusal) -> Question {
        guard let first = methods.first, first.isMadeAtLogin else {
            return .code(alternatives: methods.requestable)
        }
        return try question(
            first, isAsked: false, orElse: methods.requestable.filter { $0 != first },
            with: account)
    }

    /// The question for a code of a method; where that cannot be sent, for another code, or another way to be sent
    /// one, if the person has any: nobody is kept out because none could be sent.
    private mutating func question(
        _ method: Method, isAsked: Bool, orElse alternatives: [Method],
        with account: Account?
    ) throws(Refusal) -> Question {
        do throws(Refusal) {
            if method == .screen { return .shown(try numberToShow()) }
            return try sentQuestion(by: method, isAsked: isAsked, with: account)
        } catch {
            let hasOther =
                methods.hasCodeAtHand || context.snapshot.hasBypass || !alternatives.isEmpty
            guard hasOther, error.leavesOtherMethods else { throw error }
            messenger.tell(error.message, in: context.language)
            record.undelivered = error.reason
            return .code(alternatives: alternatives)
        }
    }

    private func numberToShow() throws(Refusal) -> OneTimeCode {
        do throws(CryptographyError) {
            return try OneTimeCode.random(length: 4, using: library)
        } catch {
            throw .cryptography(error)
        }
    }

    /// The question for a code of a method that sends.
    private mutating func sentQuestion(
        by method: Method, isAsked: Bool, with account: Account?
    ) throws(Refusal) -> Question {
        if pam.password()?.withBytes({ Answer.isStandIn($0) }) ?? false { throw .standInAnswer }
        let sending = CodeSending(context: context)
        // Asked for by a word, it is the last question of this login.
        let alternatives = isAsked ? [] : methods.requestable
        let opening = try sending.open(
            by: method, isAsked: isAsked, with: account, at: try clock.time())
        switch opening {
        case .none: return .code(alternatives: [])
        case .waiting(let challenge, let nextIn):
            return .sent(challenge, nextIn: nextIn, alternatives: alternatives)
        case .sent(let challenge):
            record.sent = challenge
            return .sent(challenge, nextIn: nil, alternatives: alternatives)
        case .notSent(let failure, let waiting):
            // Whoever has a code that is good is asked for it.
            messenger.tell(failure.message, in: context.language)
            record.undelivered = failure.reason
            return .sent(waiting, nextIn: nil, alternatives: alternatives)
        }
    }

    /// Puts a question in one conversation call.
    private mutating func put(_ question: Question) throws(Refusal) -> SecretBytes {
        guard messenger.isOpen else { throw .noCodeWithPassword.after(question) }
        messenger.logQuestion(to: context.applicant, sent: record.sent)
        let answer: SecretBytes
        do throws(ConversationFailure) {
            answer = try pam.ask(question.prompt(in: context.language), echo: context.settings.echo)
        } catch {
            throw .conversation.after(question)
        }
        record.answeredAt = clock.milliseconds()
        if let password = pam.password(), isSame(answer, password) {
            throw .passwordAsAnswer.after(question)
        }
        if isName(answer) { throw .userNameAsAnswer.after(question) }
        return answer
    }

    /// Whether an answer is the person's own name, as programs give it that take an echoed question for that one.
    private func isName(_ answer: borrowing SecretBytes) -> Bool {
        let names = [context.applicant.typedName, context.applicant.name.bytes]
        return answer.count > 0
            && names.contains { name in
                answer.withBytes { library.areEqual($0, name.span) }
            }
    }

    private func isSame(
        _ answer: borrowing SecretBytes, _ password: borrowing SecretBytes
    ) -> Bool {
        answer.count > 0
            && answer.withBytes { answer in
                password.withBytes { password in library.areEqual(answer, password) }
            }
    }

    /// The method an answer names, where this person may ask for it.
    private func requestedMethod(_ answer: borrowing SecretBytes) -> Method? {
        answer.withBytes { bytes in
            guard case .method(let method) = Answer(bytes), methods.requestable.contains(method)
            else { return nil }
            return method
        }
    }

    private func typedCode(
        _ answer: borrowing SecretBytes, to question: Question
    ) throws(Refusal) -> TypedCode {
        try answer.withBytes { (bytes) throws(Refusal) in
            if case .shown(let number) = question {
                let (typed, expected) = (plainCode(bytes), number.text.bytes)
                if library.areEqual(typed.span, expected.span) { return .shown }
            }
            switch Answer(bytes) {
            case .code(let code):
                // No device shows more digits than that, so nothing that could be right is left out.
                guard
                    HOTP.lengths.contains(code.length)
                        || code.length == context.settings.codeLength
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

extension Refusal {
    /// What a client comes to that cannot answer a question: for a code that was sent, the person is told how to hand
    /// it in with the next try.
    fileprivate func after(_ question: Question) -> Refusal {
        guard case .sent(let challenge, _, _) = question else { return self }
        return .codeToAppend(Int(challenge.number), to: challenge.target)
    }

    /// Whether a code of another method could still let the person in, though none could be sent.
    fileprivate var leavesOtherMethods: Bool {
        switch self {
        case .notSentNow, .delivery, .account, .cryptography: true
        case .wrongCode, .usedCode, .expiredCode, .malformedAnswer, .emptyAnswer, .standInAnswer,
            .passwordAsAnswer, .userNameAsAnswer, .noCodeWithPassword, .conversation, .codeToAppend,
            .locked, .unknownUser, .notEnrolled, .notEnrolledNow, .keyOnlyLogin, .keyNotTold,
            .arguments, .policy, .notPrivileged, .userDatabase, .enrolmentProgram, .clock:
            false
        }
    }
}

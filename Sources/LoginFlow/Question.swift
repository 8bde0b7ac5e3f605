internal import Cryptography
internal import HostSystem
internal import Messages
internal import OneTimePassword
internal import Policy

/// An answer that may be compared: it has the form of a code.
enum TypedCode {
    /// Digits, as an authenticator shows them.
    case oneTime(OneTimeCode)
    /// A recovery code in canonical form.
    case recovery([UInt8])
}

extension Login {
    /// Asks once for a code, or takes the one that came with the password.
    ///
    /// - Throws: where the answer is none that could be right. None of these counts as an attempt.
    func askForCode(
        under settings: Settings, using library: LibCrypto, _ report: inout LoginReport
    ) throws(Refusal) -> TypedCode {
        let answer: SecretBytes
        if let kept = pam.takeCode() {
            answer = kept
        } else {
            do throws(ConversationFailure) {
                answer = try pam.ask(
                    PromptText.verificationCode(settings.language), echo: settings.echo)
            } catch {
                throw .conversation
            }
        }
        report.answeredAt = SystemClock.monotonicMilliseconds()
        if let password = pam.password(), isSame(answer, password, using: library) {
            throw .passwordAsAnswer
        }
        return try answer.withBytes { (bytes) throws(Refusal) in
            try typedCode(bytes, under: settings)
        }
    }

    private func isSame(
        _ answer: borrowing SecretBytes, _ password: borrowing SecretBytes, using library: LibCrypto
    ) -> Bool {
        answer.count > 0
            && answer.withBytes { answer in
                password.withBytes { password in library.areEqual(answer, password) }
            }
    }

    private func typedCode(
        _ bytes: Span<UInt8>, under settings: Settings
    ) throws(Refusal) -> TypedCode {
        switch Answer(bytes) {
        case .code(let code): return .oneTime(code)
        case .recoveryCode(let code): return .recovery(code)
        case .empty: throw .emptyAnswer
        case .standIn: throw .standInAnswer
        case .malformed: throw .malformedAnswer
        case .method: throw .malformedAnswer
        }
    }
}

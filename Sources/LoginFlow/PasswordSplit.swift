internal import Cryptography
internal import Messages
internal import Policy
internal import Vocabulary

/// Takes the code off the end of the password, for clients that can only send one text.
struct PasswordSplit<PAM: PAMTransaction> {
    let pam: PAM
    let clock: LoginClock

    /// Hands the next lines of the stack the password alone; the code waits until they have let it pass.
    ///
    /// The password is asked for in any case, so that the stack is the same for everybody.
    func split(for applicant: Applicant, under settings: Settings) throws(Refusal) {
        pam.keepCode(nil)
        let password: SecretBytes
        do throws(ConversationFailure) { password = try pam.askPassword() } catch {
            throw .conversation
        }
        let lengths = codeLengths(of: applicant, under: settings)
        let split = password.withBytes {
            SplitPosition(of: $0, separator: settings.splitAt, codeLengths: lengths)
        }
        guard let split else { return }
        do throws(ConversationFailure) {
            try pam.setPassword(password.copy(of: split.password))
            pam.keepCode(password.copy(of: split.code))
        } catch {
            throw .conversation
        }
    }

    /// How many digits the codes of a person have; none where nobody asks for a code, so that all that was typed is
    /// the password, and what most have where nothing is known.
    ///
    /// A code that is sent has some only while one waits. The line that checks the code says what is wrong with an
    /// account.
    private func codeLengths(of applicant: Applicant, under settings: Settings) -> [Int] {
        guard settings.secondFactor == .required else { return [] }
        let usual = [6]
        do throws(Refusal) {
            let snapshot = try applicant.snapshot(under: settings, clock)
            let source = try applicant.source(under: settings, using: .found())
            switch try snapshot.disposition(under: settings, from: source) {
            case .allow, .enrol, .trusted: return []
            case .locked, .ask: break
            }
            let methods = snapshot.methods
            let sent = snapshot.hasLiveChallenge ? [settings.codeLength] : []
            if !methods.deviceDigits.isEmpty { return methods.deviceDigits + sent }
            return methods.first?.isSent == true || settings.reachesWithoutAccount ? sent : usual
        } catch {
            return usual
        }
    }
}

/// Where a password ends and the code behind it begins.
struct SplitPosition {
    /// Where the password lies.
    let password: Range<Int>
    /// Where the code lies.
    let code: Range<Int>

    /// Finds it; nil where there is no code, or nothing before it.
    ///
    /// Without a separator the code is the digits at the end: as many as fit of the lengths a code may
    /// have.
    init?(of text: Span<UInt8>, separator: UInt8?, codeLengths: [Int]) {
        guard !codeLengths.isEmpty, !Answer.isStandIn(text) else { return nil }
        if let separator {
            guard let position = text.indices.last(where: { text[$0] == separator }), position > 0,
                Answer(text.extracting(position + 1..<text.count)).isCode
            else { return nil }
            password = 0..<position
            code = position + 1..<text.count
        } else {
            let digits = text.indices.reversed().prefix { (0x30...0x39).contains(text[$0]) }.count
            let fitting = codeLengths.filter { $0 <= digits && $0 < text.count }
            guard let length = fitting.max() else { return nil }
            password = 0..<text.count - length
            code = text.count - length..<text.count
        }
    }
}

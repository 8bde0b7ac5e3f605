internal import Accounts
internal import Cryptography
internal import OneTimePassword
internal import Policy
internal import Vocabulary

extension Login {
    /// Takes the code off the end of the password, for clients that can only send one text.
    ///
    /// The password is asked for in any case, so that the stack is the same for everybody. The next
    /// lines get it alone; the code waits until they have let it pass.
    func splitPassword(of person: Person, under settings: Settings) throws(Refusal) {
        pam.keepCode(nil)
        let password: SecretBytes
        do throws(ConversationFailure) { password = try pam.askPassword() } catch {
            throw .conversation
        }
        if person.user != nil, settings.secondFactor != .required { return }
        let lengths = codeLengths(of: person, under: settings)
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

    /// How many digits the codes of a person have; what most have where nothing is known.
    ///
    /// A code that is sent has some only while one waits: before, all that was typed is the password.
    ///
    /// The line that checks the code says what is wrong with an account.
    private func codeLengths(of person: Person, under settings: Settings) -> [Int] {
        let usual = [6]
        do throws(Refusal) {
            let standing = try standing(of: person, under: settings)
            if try beginning(of: person, standing, under: settings) != .deny { return [] }
            // Nobody asks for a code then, so that all of it is the password.
            let source = try source(of: person, using: try loadLibrary())
            if standing.trusts(source, under: settings) { return [] }
            let means = standing.means
            let sent = standing.hasLiveChallenge ? [settings.codeLength] : []
            if !means.deviceDigits.isEmpty { return means.deviceDigits + sent }
            return means.first?.isSent == true || settings.reachesWithoutAccount ? sent : usual
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

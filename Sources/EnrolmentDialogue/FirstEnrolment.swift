internal import Accounts
internal import Cryptography
internal import HostSystem
package import Wire
internal import Messages
internal import OneTimePassword
internal import Policy
internal import TextCoding

/// The dialogue in which somebody without a device enrols one at the login.
///
/// Nothing is stored before its end, and then all of it at once; only a wrong ticket is counted.
package struct FirstEnrolment {
    /// What the device is called.
    package static let label = "app"

    /// How many answers there may be to the question for a code, and to the one behind the recovery codes.
    static let tries = 3

    let request: EnrolmentRequest
    /// The time of day, in seconds since 1970.
    private let clock: () -> Int64?

    package init(_ request: EnrolmentRequest, clock: @escaping () -> Int64?) {
        self.request = request
        self.clock = clock
    }

    /// Has the dialogue from its start to its end.
    ///
    /// - Returns: What to tell the login: enrolled, refused or failed.
    package func run(in conversation: inout some Conversation) -> EnrolmentMessage {
        do throws(Ending) {
            try enrol(in: &conversation)
            return .enrolled(Self.label)
        } catch {
            for text in error.texts(in: request.language) {
                do throws(HungUp) { try conversation.tell(text) } catch { break }
            }
            return error.message
        }
    }

    private func enrol(in conversation: inout some Conversation) throws(Ending) {
        let user = try user()
        let library = try library()
        let accounts = try accounts(using: library)
        let ticket =
            request.needsTicket
            ? try askForTicket(of: user, in: accounts, &conversation) : OneTimePass?.none
        let device = try newDevice(using: library)
        let confirmation = try confirm(device, &conversation)
        let codes = request.makesRecoveryCodes ? try newRecoveryCodes(using: library) : []
        if !codes.isEmpty { try waitUntilSaved(codes, &conversation) }
        try store(device, confirmation, codes, ticket, of: user, in: accounts)
    }

    private func user() throws(Ending) -> User {
        do throws(SystemError) {
            if let user = try User.named(request.user) { return user }
        } catch {
            throw .broken(error.description)
        }
        throw .broken(compact("there is no user \(request.user)"))
    }

    private func library() throws(Ending) -> LibCrypto {
        do throws(CryptographyError) { return try LibCrypto() } catch {
            throw .broken(error.description)
        }
    }

    private func accounts(using library: LibCrypto) throws(Ending) -> AccountStore {
        do throws(AccountError) {
            return try AccountStore(
                stateDirectory: request.stateDirectory, keyFile: request.keyFile, library: library)
        } catch {
            throw Ending(error)
        }
    }

    private func newRecoveryCodes(using library: LibCrypto) throws(Ending) -> [String] {
        do throws(CryptographyError) { return try RecoveryCode.makeSet(using: library) } catch {
            throw .broken(error.description)
        }
    }

    /// Shows the recovery codes, and waits for the word that they are saved.
    ///
    /// A word and not Enter: ssh(1) whose terminal goes away answers with nothing before it ends, and that must
    /// not store anything.
    private func waitUntilSaved(
        _ codes: [String], _ conversation: inout some Conversation
    ) throws(Ending) {
        var question = request.language.enrolment(.recoveryCodes(codes))
        for _ in 0..<Self.tries {
            if Self.means("yes", try ask(question, &conversation)) { return }
            question = request.language.enrolment(.savedQuestionAgain)
        }
        throw .notSaved
    }

    /// Stores everything at once, under the account's lock, which never lasts while a person types.
    private func store(
        _ device: borrowing UnconfirmedDevice, _ confirmation: Confirmation, _ codes: [String],
        _ ticket: OneTimePass?, of user: User, in accounts: borrowing AccountStore
    ) throws(Ending) {
        var end: Ending?
        do throws(AccountError) {
            var edit = try AccountEdit(of: user, in: accounts)
            if !edit.identity.devices.isEmpty {
                end = .enrolledMeanwhile
            } else if let ticket, !edit.useTicket(ticket) {
                end = .ticketUsedMeanwhile
            } else {
                // It is the only one, which every MaxDevices allows.
                try device.add(to: &edit, confirmedBy: confirmation, upTo: 1)
                if !codes.isEmpty { try edit.replaceRecoveryCodes(codes) }
                try edit.save()
            }
        } catch {
            throw Ending(error)
        }
        if let end { throw end }
    }

    /// Puts a question, and waits for what is typed.
    func ask(
        _ text: String, _ conversation: inout some Conversation
    ) throws(Ending) -> [UInt8] {
        do throws(HungUp) { return try conversation.ask(text) } catch { throw .hungUp }
    }

    /// Whether what was typed is a word, in upper or lower case; blanks do not count.
    static func means(_ word: String, _ typed: [UInt8]) -> Bool {
        let letters = typed.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }
        return letters.map { $0 | 0x20 } == Array(word.utf8)
    }

    /// Now, in seconds since 1970.
    func time() throws(Ending) -> Int64 {
        guard let time = clock() else { throw .broken("the system has no time of day") }
        return time
    }
}

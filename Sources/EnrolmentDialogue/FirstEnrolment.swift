internal import Accounts
internal import Cryptography
internal import HostSystem
package import Messages
internal import OneTimePassword
internal import TextCoding
package import Wire

/// The dialogue in which somebody without a device enrols one at the login.
///
/// Nothing is stored before its end, and then all of it at once; only a wrong ticket is counted.
package struct FirstEnrolment {
    /// What the device is called.
    package static let label = "app"

    /// How many answers there may be to the question whether the recovery codes are saved.
    private static let savedTries = 3

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
    package func run(in conversation: some Conversation) -> EnrolmentMessage {
        let enrollee = Enrollee(
            conversation, language: request.language, echo: request.echo, clock: clock)
        do throws(EnrolmentFailure) {
            try enrol(enrollee)
            return .enrolled(Self.label)
        } catch {
            for text in error.texts(in: request.language) { conversation.tell(text) }
            if case .broken(let what) = error { return .failed(what) }
            return .refused(error.reason)
        }
    }

    private func enrol(_ enrollee: Enrollee<some Conversation>) throws(EnrolmentFailure) {
        let user = try user()
        let library = try library()
        let accounts = try accounts(using: library)
        let ticket =
            request.needsTicket
            ? try enrollee.ticket(of: user, in: accounts, limits: request.attemptLimits)
            : OneTimePass?.none
        let device = try newDevice(using: library)
        let confirmation = try confirm(device, enrollee)
        let codes = request.makesRecoveryCodes ? try newRecoveryCodes(using: library) : []
        if !codes.isEmpty { try waitUntilSaved(codes, enrollee) }
        try store(device, confirmation, codes, ticket, of: user, in: accounts)
    }

    /// A device as every app knows it, with a fresh key.
    private func newDevice(
        using library: LibCrypto
    ) throws(EnrolmentFailure) -> UnconfirmedDevice {
        guard let hotp = HOTP(), let totp = TOTP(hotp: hotp) else {
            throw .broken("no such device")
        }
        do throws(CryptographyError) {
            return try UnconfirmedDevice(
                label: Self.label, movingFactor: .time(totp), library: library)
        } catch {
            throw .broken(error.description)
        }
    }

    /// Shows the key, and asks for a code until one is right.
    private func confirm(
        _ device: borrowing UnconfirmedDevice, _ enrollee: Enrollee<some Conversation>
    ) throws(EnrolmentFailure) -> Confirmation {
        let language = request.language
        let uri = device.shortURI(user: request.user, host: request.host)
        let key = device.groupedKeyText
        var picture = TerminalQRCode(of: uri)
        let (first, canDraw) = (picture.next(), picture.exists)
        // With the key below: a picture that is higher than the terminal has pushed it out.
        let redraw = {
            picture.next() + language.enrolment(.key(key, uri: uri))
                + language.enrolment(.codeQuestion(canDraw: true))
        }
        return try enrollee.confirm(
            device, window: request.window,
            question: { miss in
                language.enrolment(
                    miss.map { .nextTry(after: $0, canDraw: canDraw) }
                        ?? .device(picture: first, key: key, uri: uri))
            }, redraw: canDraw ? redraw : nil)
    }

    private func user() throws(EnrolmentFailure) -> User {
        do throws(SystemError) {
            if let user = try User.named(request.user) { return user }
        } catch {
            throw .broken(error.description)
        }
        throw .broken(compact("there is no user \(request.user)"))
    }

    private func library() throws(EnrolmentFailure) -> LibCrypto {
        do throws(CryptographyError) { return try LibCrypto() } catch {
            throw .broken(error.description)
        }
    }

    private func accounts(using library: LibCrypto) throws(EnrolmentFailure) -> AccountStore {
        do throws(AccountError) {
            let store = try AccountStore(
                stateDirectory: request.stateDirectory, keyFile: request.keyFile, library: library)
            // Before anybody scans a key that could not be stored.
            _ = try store.fittingKey()
            return store
        } catch {
            throw EnrolmentFailure(error)
        }
    }

    private func newRecoveryCodes(using library: LibCrypto) throws(EnrolmentFailure) -> [String] {
        do throws(CryptographyError) { return try RecoveryCode.makeSet(using: library) } catch {
            throw .broken(error.description)
        }
    }

    /// Shows the recovery codes, and waits for the word that they are saved.
    ///
    /// A word and not Enter: ssh(1) whose terminal goes away answers with nothing before it ends, and that must
    /// not store anything.
    private func waitUntilSaved(
        _ codes: [String], _ enrollee: Enrollee<some Conversation>
    ) throws(EnrolmentFailure) {
        var question = request.language.enrolment(.recoveryCodes(codes))
        for _ in 0..<Self.savedTries {
            if try enrollee.ask(question).means("yes") { return }
            question = request.language.enrolment(.savedQuestionAgain)
        }
        throw .notSaved
    }

    /// Stores everything at once, under the account's lock, which never lasts while a person types.
    private func store(
        _ device: borrowing UnconfirmedDevice, _ confirmation: Confirmation, _ codes: [String],
        _ ticket: OneTimePass?, of user: User, in accounts: borrowing AccountStore
    ) throws(EnrolmentFailure) {
        var end: EnrolmentFailure?
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
            throw EnrolmentFailure(error)
        }
        if let end { throw end }
    }
}

extension EnrolmentRequest {
    fileprivate var attemptLimits: AttemptLimits {
        AttemptLimits(
            lockAfter: UInt32(clamping: limits.after), lockFor: Int64(clamping: limits.duration),
            lockCap: UInt32(clamping: limits.cap))
    }
}

internal import Accounts
package import ArgumentParser
internal import Cryptography
internal import EnrolmentDialogue
internal import HostSystem
internal import Messages
internal import OneTimePassword
internal import Policy
internal import QRCode
internal import TextCoding
internal import Vocabulary

/// `sallyport enrol`: gives a user an authenticator.
package struct Enrol: PersonalCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Enrol a device for a user: show its key, and store it once a code was typed.",
        usage: Usage.both("enrol"),
        discussion: """
            The code is read from standard input, up to three times; nothing is stored before it was \
            right. Anybody but root first shows a code of an enrolled device, a code that is sent, or a \
            recovery code; for the first device what the policy says of Unenrolled and Enrolment holds. Recovery \
            codes are made and shown where the user has none left. Some apps know only sha1, 6 digits and 30 \
            seconds, whatever the QR code says.

            --json prints two lines of JSON. Before the code is read: {"key": the key in Base32, "uri": \
            the otpauth URI}. After it: {"device": the label, "recoveryCodes": [the new codes, if any]}.
            """,
        aliases: ["enroll"])

    @OptionGroup var policy: PolicyOption
    @OptionGroup package var service: ServiceOption
    @OptionGroup(title: "Device options") var device: DeviceOptions
    @Argument(help: Usage.user) var user: String?
    @Flag(name: .customLong("no-qr"), help: "Draw no QR code.") var omitsQRCode = false
    @Flag(help: "Print JSON.") var json = false

    package init() {}

    private struct NewKey: Encodable {
        let key: String
        let uri: String
    }

    private struct NewDevice: Encodable {
        let device: String
        let recoveryCodes: [String]
    }

    package func perform(in session: Session) throws {
        let host = try policy.host(in: session)
        let library = try LibCrypto()
        let accounts = try host.accounts(using: library)
        let user = try session.user(named: user, for: "enrol")
        let settings = host.settings(for: user)
        let label = try device.label(
            notAmong: accounts.devices(of: user), upTo: settings.maxDevices)
        let proof = try session.proof(of: user, on: host, mayBegin: true)
        // Before anybody scans a key that could not be stored.
        if proof.mayMakeAccount { _ = try accounts.fittingKey() }

        let enrolment = try UnconfirmedDevice(
            label: label, movingFactor: device.movingFactor(), library: library)
        // The device is in the hands of the user, whoever types the command.
        let language = host.language(of: user)
        let picture = try show(enrolment, for: user, in: language, session)
        warnOfMethods(enrolment, under: settings, in: session)
        let confirmation = try confirm(
            enrolment, window: settings.window, redrawing: picture, in: language, session)

        // Only now under the account's lock, which never lasts while a person types.
        var edit =
            try proof.mayMakeAccount
            ? AccountEdit(of: user, in: accounts) : AccountEdit(host.account(of: user))
        try proof.check(&edit, under: settings, at: session.now())
        try enrolment.add(
            to: &edit, confirmedBy: confirmation, upTo: settings.maxDevices)
        let codes = try edit.unusedRecoveryCodes > 0 ? [] : edit.renewRecoveryCodes()
        let contacts = edit.identity.contacts
        try edit.save()
        session.logChange("enrol", user: user, device: label)
        session.send(.deviceAdded, to: user, contacts, under: settings)

        if json {
            return try session.writeJSON(NewDevice(device: label, recoveryCodes: codes))
        }
        try session.write(language.command(.enrolled(label: label, user: user.name)) + "\n")
        if !codes.isEmpty { try session.write(language.command(.recoveryCodes(codes))) }
    }

    /// Shows the key.
    ///
    /// - Returns: What draws another picture with the key below; nil where the first is as good as any.
    private func show(
        _ enrolment: borrowing UnconfirmedDevice, for user: User, in language: Language,
        _ session: Session
    ) throws -> (() -> String)? {
        let uri = enrolment.uri(
            user: user.name, host: HostName.all().last ?? "", issuer: device.issuer)
        if json {
            try session.writeJSON(NewKey(key: enrolment.keyText, uri: uri))
            return nil
        }
        let text = language.command(.device(key: enrolment.groupedKeyText, uri: uri))
        try session.write(text)
        if omitsQRCode {
            try session.write("\n")
            return nil
        }
        let key = language.enrolment(.key(enrolment.groupedKeyText, uri: uri))
        do {
            var picture = try DevicePicture(of: uri, on: session.terminal)
            let drawing = "\n\(picture.next())\n"
            try session.write(drawing)
            // The question needs a line too.
            if let terminal = session.terminal, !terminal.hasRoom(for: text + drawing + "?") {
                try session.write("\(key)\n")
            }
            return picture.hasOthers ? { "\n\(picture.next())\n\(key)\n" } : nil
        } catch let error as QRSymbol.EncodingError {
            // The key as text does as well.
            session.warn(error.description)
            try session.write("\n")
            return nil
        }
    }

    /// Says when logins will not ask for what is being enrolled.
    private func warnOfMethods(
        _ enrolment: borrowing UnconfirmedDevice, under settings: Settings, in session: Session
    ) {
        let method = enrolment.movingFactor.method
        guard !settings.methods.contains(method) else { return }
        session.warn(session.text(.methodLacking(method.name)))
    }

    /// Asks for a code until one is right.
    private func confirm(
        _ enrolment: borrowing UnconfirmedDevice, window: Int, redrawing picture: (() -> String)?,
        in language: Language, _ session: Session
    ) throws -> Confirmation {
        let question = language.enrolment(.codeQuestion(canDraw: picture != nil))
        let conversation = SessionConversation(session)
        let enrollee = Enrollee(
            conversation, language: language, echo: true, clock: session.clock)
        do throws(EnrolmentFailure) {
            return try enrollee.confirm(
                enrolment, window: window,
                question: { miss in
                    if let miss { conversation.tell(language.enrolment(.explanation(miss))) }
                    return json ? "" : question
                }, redraw: picture.map { draw in { draw() + question } })
        } catch {
            throw Failure(error)
        }
    }
}

extension AccountStore {
    /// The devices of a user, who may have no account yet.
    fileprivate borrowing func devices(of user: User) throws -> [Device] {
        guard let account = try account(of: user) else { return [] }
        return account.identity.devices
    }
}

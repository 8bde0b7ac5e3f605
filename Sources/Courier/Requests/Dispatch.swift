package import HostSystem
internal import TextCoding
package import Vocabulary
package import Wire

/// One request to send a code or a notice: from the files over the recipients to the channel.
package struct Dispatch {
    /// What is sent.
    package enum Content {
        case code(CodeToSend)
        case notice(Notice)
    }

    let request: OutgoingMessage
    private let content: Content
    let file: DeliveryFile
    let channel: ConfiguredChannel
    /// Whom the channel sends to.
    let audience: Audience
    private let steps: StepLog
    private let deadline: Deadline

    /// Prepares the request as root: reads all files that will be needed.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - content: What is sent.
    ///   - file: The channels, topics and directories.
    ///   - user: Whom the courier will become; its group may read secrets.
    ///   - steps: Where the steps are told.
    ///   - deadline: When all must be done.
    /// - Throws: what is missing, or wrong with a file.
    package init(
        _ request: OutgoingMessage, _ content: Content, _ file: DeliveryFile, _ user: User,
        _ steps: StepLog, _ deadline: Deadline
    ) throws(DeliveryError) {
        let channel = try file.channel(named: request.channel)
        if case .notice = content, request.method != .email {
            throw DeliveryError("notices go by e-mail, not by \(request.method.name)")
        }
        guard let audience = channel.channel.audience(of: request.method) else {
            throw DeliveryError(
                "channel \(request.channel) sends no codes of the method \(request.method.name)")
        }
        for file in channel.files { try file.read(group: user.groupID) }
        let template =
            switch content {
            case .code: channel.messageFile(for: request.language, among: file.messageFiles)
            case .notice: file.noticeFile(for: request.language)
            }
        try template?.file.read(group: user.groupID)
        if case .directory(let name) = request.target, audience.isPerson {
            for file in try file.directory(named: name).files {
                try file.read(group: user.groupID)
            }
        }
        self.request = request
        self.content = content
        self.file = file
        self.channel = channel
        self.audience = audience
        self.steps = steps
        self.deadline = deadline
        steps.step("read the settings and the files they name")
    }

    /// Whether a program may be started that needs the privileges of its file.
    var startsPrograms: Bool { !channel.programs.isEmpty }

    /// Sends the message to all who are to get it, without being root any longer.
    ///
    /// - Returns: To whom it went, masked.
    /// - Throws: where nobody was reached for certain; `.unknown` where somebody may have been.
    func send() throws(SendingError) -> String {
        let message = try preparing(try message())
        let recipients = try preparing(try recipients())
        var reached: [Recipient] = []
        var failure = SendingError.notSent("nobody is to get the message")
        for (index, recipient) in recipients.enumerated() {
            let attempt = DeliveryAttempt(
                deadline: deadline.share(of: recipients.count - index),
                caFile: channel.caFile ?? file.caFile, steps: steps)
            do throws(SendingError) {
                try channel.channel.send(message, to: recipient, attempt)
                steps.step("sent to \(recipient.masked)")
                reached.append(recipient)
            } catch {
                let text = hiding([secret, recipient.text], in: error.reason)
                let reason = compact(
                    """
                    channel \(channel.name): \(recipient.masked): \
                    \(String(decoding: text, as: UTF8.self))
                    """)
                if recipients.count > 1 { steps.problem("\(reason)") }
                // What one of them may have got is what nobody knows of all.
                if error.isUnknown || !failure.isUnknown { failure = error.with(reason) }
            }
        }
        guard !reached.isEmpty else { throw failure }
        // Who is in a topic is not for whoever logs in.
        if case .topic(let name) = request.target { return compact("topic \(name)") }
        return reached.map { $0.masked }.joined(separator: ", ")
    }

    /// Sends the message, and says what became of it.
    package func answer() -> DeliveryReply {
        do throws(SendingError) { return DeliveryReply(.sent, try send()) } catch {
            switch error {
            case .notSent(let reason): return DeliveryReply(.failed, reason)
            case .unknown(let reason): return DeliveryReply(.unknown, reason)
            }
        }
    }

    private func recipients() throws(DeliveryError) -> [Recipient] {
        let wanted: [ContactKind]
        switch audience {
        case .subscribers(let topic): return [.subscribers(of: topic)]
        case .person(let kinds): wanted = kinds
        }
        switch request.target {
        case .contacts(let contacts):
            return try Self.recipients(contacts, wanted)
        case .topic(let name):
            let topic = try file.topic(named: name)
            for kind in wanted {
                let found = topic.recipients(kind)
                if !found.isEmpty { return found }
            }
            let lines = wanted.map { $0.keyword }
            throw DeliveryError("topic \(name) has no line \(alternatives(lines))")
        case .directory(let name):
            return [try recipient(in: try file.directory(named: name), wanted)]
        }
    }

    /// The message in the words of the channel or, where it is a notice, those of all channels.
    func message() throws(DeliveryError) -> Message {
        switch content {
        case .code(let code):
            return try channel.message(with: code, for: request, among: file.messageFiles)
        case .notice(let notice): return try file.message(of: notice, for: request)
        }
    }

    /// What must not stand in a reason; nothing where no code is sent.
    private var secret: String {
        switch content {
        case .code(let code): code.text
        case .notice: ""
        }
    }

    /// The people whom a request names with their addresses or numbers: those of the first kind there is.
    static func recipients(
        _ contacts: [String], _ wanted: [ContactKind]
    ) throws(DeliveryError) -> [Recipient] {
        guard !contacts.isEmpty else { throw DeliveryError("the request has no contact") }
        for kind in wanted {
            var recipients: [Recipient] = []
            for contact in contacts where kind.isForm(of: contact) {
                do throws(InvalidContact) {
                    recipients.append(try kind.recipient(contact))
                } catch {
                    throw DeliveryError("the contact cannot be used: \(error.message)")
                }
            }
            if !recipients.isEmpty { return recipients }
        }
        let names = wanted.map { $0.name }
        throw DeliveryError(
            "the channel needs \(alternatives(names)) of the person, who has none")
    }

    private func recipient(
        in directory: LDAPDirectory, _ wanted: [ContactKind]
    ) throws(DeliveryError) -> Recipient {
        // Half of the time, so that there is some left to send the code.
        let attempt = DeliveryAttempt(
            deadline: deadline.share(of: 2), caFile: directory.caFile ?? file.caFile, steps: steps)
        do throws(DeliveryError) {
            let found = try directory.recipient(for: request.user, wanted, attempt)
            steps.step("found \(found.masked) in directory \(directory.name)")
            return found
        } catch {
            throw error.about("directory \(directory.name)")
        }
    }
}

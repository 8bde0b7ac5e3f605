internal import CLibcurl
internal import HostSystem
internal import Messages
internal import Policy
internal import Vocabulary
internal import Wire

/// A check of channels and directories: their files, servers and programs, without sending anything.
struct Inspection {
    private let channels: [Channel]
    private let directories: [LDAPDirectory]
    private let file: DeliveryFile
    private let steps: StepLog
    private let deadline: Deadline

    /// Reads all files, as root, and tells of each.
    ///
    /// - Parameters:
    ///   - channel: Which channel; nil for all, and the directories too.
    ///   - file: The channels and directories.
    ///   - user: Whom the courier will become; its group may read secrets.
    ///   - steps: Where everything is told.
    ///   - deadline: When all must be done.
    /// - Throws: where there is no such channel.
    init(
        of channel: String?, _ file: DeliveryFile, _ user: User, _ steps: StepLog,
        _ deadline: Deadline
    ) throws(DeliveryError) {
        if let name = channel {
            channels = [try file.channel(named: name)]
            directories = []
        } else {
            channels = file.channels
            directories = file.directories
        }
        self.file = file
        self.steps = steps
        self.deadline = deadline
        for template in file.messageFiles { check(template, "MessageFile", user, isShort: false) }
        for template in file.noticeFiles { checkNotice(template, user) }
        for channel in channels {
            let title = "channel \(channel.name)"
            for file in channel.files { check(file, title, user) }
            for template in channel.messageFiles {
                check(template, title, user, isShort: channel.settings.sendsTextMessages)
            }
        }
        for directory in directories {
            for file in directory.files { check(file, "directory \(directory.name)", user) }
        }
    }

    /// Tries programs and servers, without being root any longer.
    ///
    /// - Returns: What was checked.
    /// - Throws: how many problems were found.
    func finish() throws(DeliveryError) -> DeliveryReply {
        var left = directories.count + channels.reduce(0) { $0 + $1.servers.count }
        for channel in channels {
            let title = "channel \(channel.name)"
            check(caFile: channel.caFile, title)
            if let (what, check) = channel.settings.ownCheck {
                report(title, what) { () throws(DeliveryError) in try check() }
            }
            for program in channel.programs {
                report(title, "\(program) can be run") { () throws(DeliveryError) in
                    try Self.system { () throws(SystemError) in
                        try CurrentProcess.requireExecutable(program)
                    }
                }
            }
            for server in channel.servers {
                let attempt = attempt(channel.caFile, of: left)
                left -= 1
                report(title, "\(server.text) answers") { () throws(DeliveryError) in
                    try channel.settings.connect(to: server, attempt)
                }
            }
        }
        for directory in directories {
            let title = "directory \(directory.name)"
            check(caFile: directory.caFile, title)
            let attempt = attempt(directory.caFile, of: left)
            left -= 1
            report(title, "\(directory.server.text) answers") { () throws(DeliveryError) in
                try directory.connect(attempt)
            }
        }
        guard steps.problems == 0 else {
            throw DeliveryError(steps.problems == 1 ? "1 problem" : "\(steps.problems) problems")
        }
        return DeliveryReply(
            .checked, "channels: \(channels.count), directories: \(directories.count)")
    }

    private func attempt(_ caFile: String?, of parts: Int) -> DeliveryAttempt {
        DeliveryAttempt(
            deadline: deadline.share(of: parts), caFile: caFile ?? file.caFile, steps: steps)
    }

    private func check(_ file: ReferencedFile, _ title: String, _ user: User) {
        report(title, "\(file.keyword) \(file.path) can be used") { () throws(DeliveryError) in
            try file.read(group: user.groupID)
        }
    }

    private func check(_ template: MessageFile, _ title: String, _ user: User, isShort: Bool) {
        let path = template.file.path
        report(title, "\(template.file.keyword) \(path) can be used") {
            () throws(DeliveryError) in
            try template.file.read(group: user.groupID)
            let values = MessageValues.longest(template.language, isShort: isShort)
            do throws(DeliveryError) {
                _ = try MessageTemplate(parsing: template.file.bytes)
                    .message(with: values, isShort: isShort)
            } catch {
                throw error.about("\(template.file.keyword) (line \(template.file.line)): \(path)")
            }
        }
    }

    private func checkNotice(_ template: MessageFile, _ user: User) {
        let (file, path) = (template.file, template.file.path)
        report("NoticeFile", "\(file.keyword) \(path) can be used") {
            () throws(DeliveryError) in
            try file.read(group: user.groupID)
            do throws(DeliveryError) { _ = try NoticeTemplate(parsing: file.bytes) } catch {
                throw error.about("\(file.keyword) (line \(file.line)): \(path)")
            }
        }
    }

    private func check(caFile: String?, _ title: String) {
        guard let path = caFile ?? file.caFile else { return }
        report(title, "CAFile \(path) can be read") { () throws(DeliveryError) in
            try Self.system { () throws(SystemError) in
                try CurrentProcess.requireReadable(path)
            }
        }
    }

    /// Does something, and tells that it is good or what is wrong.
    private func report(
        _ title: String, _ good: String, _ body: () throws(DeliveryError) -> Void
    ) {
        do throws(DeliveryError) {
            try body()
            steps.step("\(title): \(good)")
        } catch {
            steps.problem("\(title): \(error.reason)")
        }
    }

    private static func system(
        _ body: () throws(SystemError) -> Void
    ) throws(DeliveryError) {
        do throws(SystemError) { try body() } catch { throw DeliveryError(error.description) }
    }
}

extension ChannelSettings {
    /// What only this kind of channel needs, and what checks it; nil where there is nothing.
    fileprivate var ownCheck: (what: String, check: () throws(DeliveryError) -> Void)? {
        switch self {
        case .webhook(let settings):
            return (
                "the template of the body can be used",
                { () throws(DeliveryError) in
                    do throws(DeliveryError) { _ = try WebhookTemplate(settings.body.bytes) } catch
                    {
                        throw error.about("BodyFile \(settings.body.path)")
                    }
                    if let header = settings.secretHeader, !HeaderLine.isValid(header.bytes) {
                        throw DeliveryError(
                            "HeaderFile \(header.path): must have a line Name: value")
                    }
                }
            )
        case .dingtalk(let settings):
            return (
                "CacheDirectory \(settings.cacheDirectory) can be used",
                { () throws(DeliveryError) in
                    do throws(SystemError) {
                        try CacheFile(folder: settings.cacheDirectory, name: "").checkFolder()
                    } catch {
                        throw DeliveryError("CacheDirectory \(error.description)")
                    }
                }
            )
        case .smtp, .sendmail, .smn, .aliyunSMS, .twilio, .sns, .command: return nil
        }
    }

    /// Connects to a server of the channel, with TLS as for a message, and sends none.
    fileprivate func connect(
        to server: ServerURL, _ attempt: DeliveryAttempt
    ) throws(DeliveryError) {
        if case .smtp(let settings) = self {
            return try SMTPChannel(settings: settings, attempt: attempt).connect()
        }
        let library = try LibCurl()
        do throws(TransferError) {
            let transfer = try Transfer(
                library, server: server, caFile: attempt.caFile, deadline: attempt.deadline)
            try transfer.handle.set(CURLOPT_CONNECT_ONLY, 1)
            _ = try transfer.perform()
        } catch {
            throw DeliveryError(error.message)
        }
    }
}

extension MessageValues {
    /// The longest values, to try a template with.
    fileprivate static func longest(_ language: Language, isShort: Bool) -> MessageValues {
        let long = String(repeating: "m", count: 100)
        let message = OutgoingMessage(
            channel: "", method: .sms, target: .contacts([]), user: long, host: long, source: long,
            time: 0, language: language)
        let code = CodeToSend(text: "1234567890", number: 9999, lifetime: 599)
        return MessageValues(message, code, isShort: isShort)
    }
}

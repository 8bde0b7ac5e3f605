internal import HostSystem
internal import Messages
internal import TextCoding
internal import Vocabulary
internal import Wire

/// A check of channels and directories: their files, servers and programs, without sending anything.
struct Inspection {
    private let channels: [ConfiguredChannel]
    private let directories: [LDAPDirectory]
    private let file: DeliveryFile
    private let steps: StepLog
    private let deadline: Deadline
    private let reachesServers: Bool

    /// Reads all files, as root, and tells of each.
    ///
    /// - Parameters:
    ///   - channel: Which channel; nil for all, and the directories too.
    ///   - reachesServers: Whether servers are reached.
    ///   - file: The channels and directories.
    ///   - user: Whom the courier will become; its group may read secrets.
    ///   - steps: Where everything is told.
    ///   - deadline: When all must be done.
    /// - Throws: where there is no such channel.
    init(
        of channel: String?, reachesServers: Bool, _ file: DeliveryFile, _ user: User,
        _ steps: StepLog,
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
        self.reachesServers = reachesServers
        for template in file.messageFiles { check(template, "MessageFile", user, isShort: false) }
        for template in file.noticeFiles { checkNotice(template, user) }
        for channel in channels {
            let title = "channel \(channel.name)"
            for file in channel.files { check(file, title, user) }
            for template in channel.messageFiles {
                check(template, title, user, isShort: channel.channel.sendsTextMessages)
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
            do throws(DeliveryError) {
                if let good = try channel.channel.inspect() { steps.step("\(title): \(good)") }
            } catch {
                steps.problem("\(title): \(error.reason)")
            }
            for program in channel.programs {
                report(title, "\(program) can be run") { () throws(DeliveryError) in
                    try Self.system { () throws(SystemError) in
                        try CurrentProcess.requireExecutable(program)
                    }
                }
            }
            for server in channel.servers where reachesServers {
                let attempt = attempt(channel.caFile, of: left)
                left -= 1
                report(title, "\(server.text) answers") { () throws(DeliveryError) in
                    try channel.channel.connect(to: server, attempt)
                }
            }
        }
        for directory in directories {
            let title = "directory \(directory.name)"
            check(caFile: directory.caFile, title)
            guard reachesServers else { continue }
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
        _ title: String, _ good: CompactText, _ body: () throws(DeliveryError) -> Void
    ) {
        do throws(DeliveryError) {
            try body()
            steps.step("\(title): \(good.string)")
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

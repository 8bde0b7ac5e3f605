internal import HostSystem
internal import TextCoding

extension Session {
    /// Logs what an administrator did with an account beside the logins, in the same form.
    func logChange(
        _ action: String, user: User, device: String? = nil,
        details: [(name: String, value: String)] = []
    ) {
        logChange(action, userNamed: user.name, device: device, details: details)
    }

    /// Logs a change to the account of somebody whom the system may not know any more, or to what is everybody's.
    func logChange(
        _ action: String, userNamed name: String? = nil, device: String? = nil,
        details: [(name: String, value: String)] = []
    ) {
        var line = AuditLine()
        line.add("action", action)
        if let name { line.add("user", name) }
        if let device { line.add("device", device) }
        for detail in details { line.add(detail.name, detail.value) }
        line.add("by", administrator)
        log(line.text)
    }
}

internal import HostSystem
internal import LoginFlow

extension Session {
    /// Logs a change to an account beside the logins, in the same form.
    func logChange(_ action: String, user: User, device: String? = nil) {
        logChange(action, userNamed: user.name, device: device)
    }

    /// Logs a change to the account of somebody whom the system may not know any more.
    func logChange(_ action: String, userNamed name: String, device: String? = nil) {
        var line = AuditLine()
        line.add("action", action)
        line.add("user", name)
        if let device { line.add("device", device) }
        line.add("by", administrator)
        log(line.text)
    }
}

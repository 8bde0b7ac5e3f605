internal import HostSystem
internal import LoginFlow

extension Session {
    /// Logs a change to an account beside the logins, in the same form.
    func logChange(_ action: String, user: User, device: String? = nil) {
        var line = AuditLine()
        line.add("action", action)
        line.add("user", user.name)
        if let device { line.add("device", device) }
        line.add("by", administrator)
        log(line.text)
    }
}

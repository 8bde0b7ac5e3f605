internal import HostSystem
internal import LoginFlow

extension Session {
    /// Logs a change to an account beside the logins, in the same form.
    ///
    /// `by` is who called sudo, where sudo says so, and else root. Root could write anything there; it is a
    /// help for administrators who look back, not a proof.
    func logChange(_ action: String, user: User, device: String? = nil) {
        var line = AuditLine()
        line.add("action", action)
        line.add("user", user.name)
        if let device { line.add("device", device) }
        line.add("by", CurrentProcess.environmentValue("SUDO_USER") ?? "root")
        log(line.text)
    }
}

internal import HostSystem
internal import LoginFlow
internal import Messages
internal import Policy

extension Session {
    /// Tells whoever took something away what logins will do, where nothing is left that they take.
    ///
    /// - Parameters:
    ///   - user: Whose it was.
    ///   - status: What the person has now.
    ///   - settings: What the policy says of them.
    /// - Throws: where the system has no time of day.
    func warn(of user: User, _ status: EnrolmentStatus, under settings: Settings) throws {
        switch status {
        case .usable, .unenrolled: return
        case .unusable, .withoutDevice: break
        }
        guard settings.secondFactor == .required else { return }
        var mayEnrolAgain = false
        if case .withoutDevice = status {
            mayEnrolAgain = try settings.unenrolled(at: Int(clamping: now())) == .enrol
        }
        warn(text(.nothingUsable(user: user.name, mayEnrolAgain: mayEnrolAgain)))
    }
}

internal import Accounts
internal import HostSystem
internal import LoginFlow
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
        let name = user.name
        switch status {
        case .usable, .unenrolled: return
        case .unusable, .withoutDevice: break
        }
        guard settings.secondFactor == .required else { return }
        let wayBack: String
        if case .withoutDevice = status, try settings.unenrolled(at: Int(clamping: now())) == .enrol
        {
            wayBack = "with a ticket of `sallyport invite \(name)` they enrol another device"
        } else {
            wayBack = "`sallyport enrol \(name)` gives them another device"
        }
        warn(
            "nothing is left that logins of \(name) take: they are refused; \(wayBack). The second factor stays "
                + "on until `sallyport off` or `sallyport forget`")
    }
}

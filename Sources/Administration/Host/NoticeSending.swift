internal import Accounts
internal import Delivery
internal import HostSystem
internal import LoginFlow
internal import Messages
internal import Policy
internal import Vocabulary

extension Session {
    /// Tells a user by e-mail what was done to their account, where a channel and an address are there.
    ///
    /// All is done already when this is called: what fails is a warning.
    func send(_ notice: Notice, to user: User, _ contacts: Contacts, under settings: Settings) {
        guard let time = clock() else { return }
        var settings = settings
        settings.language = contacts.language ?? settings.language
        let request = settings.noticeRequest(
            notice, to: contacts.email?.text, user: user.name, host: HostName.all().first ?? "",
            source: "", at: time)
        guard let request else { return }
        do throws(DeliveryFailure) {
            _ = try CourierProcess.run(settings.courierProgram, request)
        } catch {
            warn(text(.noticeUnsent(error.reason, isCertain: error.isCertain)))
        }
    }
}

internal import Delivery
package import Policy
package import Vocabulary
package import Wire

extension LoginReport {
    /// Tells a person by e-mail what happened to their account, where a channel and an address are there.
    ///
    /// The courier answers once it has taken the notice; a login neither waits for the delivery nor depends on it.
    @inline(never)
    mutating func send(_ notice: Notice, _ context: LoginContext, at time: Int64) {
        let (applicant, settings) = (context.applicant, context.settings)
        let request = settings.noticeRequest(
            notice, to: context.methods.email, user: applicant.name,
            host: applicant.hostNames.first ?? "",
            source: applicant.application.address ?? "", at: time)
        guard let request else { return }
        self.notice = notice
        do throws(DeliveryFailure) {
            _ = try CourierProcess.run(settings.courierProgram, request)
        } catch {
            noticeFailure = error.reason
        }
    }
}

extension Settings {
    /// The request for a notice.
    ///
    /// - Returns: nil where there is no channel for e-mail, or nobody knows the person's address.
    package func noticeRequest(
        _ notice: Notice, to email: String?, user: String, host: String, source: String,
        at time: Int64
    ) -> DeliveryRequest? {
        guard let channel = emailVia else { return nil }
        let target: OutgoingMessage.Target
        if let email {
            target = .contacts([email])
        } else if case .directory(let name) = recipients {
            target = .directory(name)
        } else {
            return nil
        }
        let message = OutgoingMessage(
            channel: channel, method: .email, target: target, user: user, host: host,
            source: source, time: time, language: language)
        return DeliveryRequest(
            deliveryFile: deliveryFile, timeout: deliveryTimeout, task: .notify(notice, message))
    }
}

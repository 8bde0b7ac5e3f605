internal import TextCoding

/// Posts a message as JSON to a web server of the administrator's.
struct WebhookChannel {
    let settings: WebhookSettings
    let web: WebService

    /// Posts the message for one recipient.
    func send(_ message: Message, to recipient: Recipient) throws(SendingError) {
        let body = try preparing(try body(message, recipient))
        var headers = ["Content-Type: application/json"] + settings.headers
        if let header = settings.secretHeader { headers.append(header.secret) }
        let response = try web.post(to: settings.url, path: nil, headers: headers, body: body)
        guard settings.expectedStatus.contains(response.status) else {
            throw SendingError(
                status: response.status, isRefusal: false,
                compact("the server answered HTTP \(response.status)"))
        }
        web.steps.step("accepted, HTTP \(response.status)")
    }

    private func body(
        _ message: Message, _ recipient: Recipient
    ) throws(DeliveryError) -> [UInt8] {
        do throws(DeliveryError) {
            return try WebhookTemplate(settings.body.bytes).body(for: message, to: recipient)
        } catch {
            throw error.about(settings.body.path)
        }
    }
}

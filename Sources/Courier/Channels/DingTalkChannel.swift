internal import Vocabulary

/// Sends a work notice of DingTalk to the person with a mobile number.
struct DingTalkChannel {
    let settings: DingTalkSettings
    let web: WebService

    /// The longest text, in bytes: a notice may have 2048 with what is around the text.
    private static let maximumTextLength = 1_800

    /// Sends the notice, with another token where the one that was kept is no longer accepted.
    func send(_ message: Message, to number: PhoneNumber) throws(SendingError) {
        let source = DingTalkToken(settings: settings, web: web)
        if let kept = try preparing(try source.kept()) {
            do throws(DingTalkError) {
                return try send(message, to: number, token: kept)
            } catch {
                // What may have been sent is not sent again.
                guard error.isAboutToken, !error.reason.isUnknown else { throw error.reason }
                web.steps.step("the kept token is no longer accepted")
            }
        }
        let fresh = try preparing(try source.fetch())
        do throws(DingTalkError) {
            try send(message, to: number, token: fresh)
        } catch {
            throw error.reason
        }
    }

    private func send(
        _ message: Message, to number: PhoneNumber, token: String
    ) throws(DingTalkError) {
        let api = DingTalkInterface(
            server: settings.legacyEndpoint, token: token,
            hidden: [message.values.code, token] + number.forms, web: web)
        let person = try person(with: number, api)
        web.steps.step("found the user by the mobile number")
        let notice: [UInt8]
        do throws(DeliveryError) { notice = try self.notice(message.text, to: person) } catch {
            throw DingTalkError(.notSent(error.reason))
        }
        let answer = try api.call("/topapi/message/corpconversation/asyncsend_v2", notice)
        web.steps.step("accepted, task \(answer.integer("task_id", in: 0...Int.max) ?? 0)")
    }

    /// The user with a mobile number.
    ///
    /// - Throws: where there is none, or it cannot be asked; nothing was sent then, whatever the provider answers.
    private func person(
        with number: PhoneNumber, _ api: DingTalkInterface
    ) throws(DingTalkError) -> String {
        let found: JSON
        do throws(DingTalkError) {
            found = try api.call("/topapi/v2/user/getbymobile", Self.query(for: number))
        } catch {
            throw error.with(.notSent(error.reason.reason))
        }
        // A comma would make a list of it.
        guard let person = found.string("result", "userid"), !person.utf8.isEmpty,
            !person.utf8.contains(UInt8(ascii: ","))
        else { throw DingTalkError(.notSent("the provider named no user for the number")) }
        return person
    }

    private static func query(for number: PhoneNumber) throws(DingTalkError) -> [UInt8] {
        // Of mainland China without the country code, others with.
        let mobile = number.chineseDigits ?? number.text
        do throws(DeliveryError) {
            return try JSON([("mobile", JSON(mobile))]).serialised()
        } catch {
            throw DingTalkError(.notSent(error.reason))
        }
    }

    private func notice(_ text: String, to person: String) throws(DeliveryError) -> [UInt8] {
        let content = try JSON([("content", JSON(try varied(text)))])
        return try JSON([
            ("agent_id", JSON(settings.agentID)), ("userid_list", JSON(person)),
            ("msg", JSON([("msgtype", JSON("text")), ("text", content)])),
        ]).serialised()
    }

    /// The text with the time of sending: the same text twice on a day would silently not arrive.
    private func varied(_ text: String) throws(DeliveryError) -> String {
        guard text.utf8.count <= Self.maximumTextLength else {
            throw DeliveryError("the text is too long for a work notice")
        }
        return "\(text)\n\(UTCTime(secondsSince1970: try web.now()).timeOfDay) UTC"
    }
}

internal import HostSystem
internal import TextCoding
internal import Vocabulary
internal import Wire

extension Dispatch {
    /// Sees whether a notice can be delivered, as far as that shows without asking anybody.
    ///
    /// A notice is for one person: those of a topic are not told what happens to others' accounts.
    ///
    /// - Returns: To whom it goes, masked.
    /// - Throws: what is in the way.
    func target(of notice: Notice) throws(DeliveryError) -> String {
        _ = try message()
        if case .subscribers(let topic) = audience {
            throw DeliveryError(
                "channel \(channel.name) sends to topic \(topic), and notices go to one person")
        }
        switch request.target {
        case .contacts(let contacts):
            let recipients = try Self.recipients(contacts, [.email])
            return recipients.map { $0.masked }.joined(separator: ", ")
        case .directory(let name): return compact("directory \(name)")
        case .topic(let name):
            throw DeliveryError("topic \(name): notices go to one person")
        }
    }

    /// Delivers a notice, and logs what became of it: nobody waits for the answer.
    ///
    /// Notices need no limit of their own, since each costs its cause. An account is locked once per LockFor
    /// at most, and LockCap wrong codes without a right one lock it for good; every other notice needs a
    /// right code, which works once, or root.
    func deliver(_ notice: Notice) {
        var line = AuditLine()
        line.add("notice", notice.name)
        line.add("user", request.user)
        do throws(SendingError) {
            let target = try send()
            line.add("result", "sent")
            line.add("to", target)
            SystemLog.info(line.text)
        } catch {
            line.add("result", error.isUnknown ? "unknown" : "unsent")
            line.add("reason", error.reason)
            SystemLog.error(line.text)
        }
    }
}

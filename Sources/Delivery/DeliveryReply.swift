internal import HostSystem
internal import TextCoding

/// One line of what the courier says on its standard output.
///
/// The last line is `sent`, `checked`, `failed` or `unknown`. Of a courier that ends without one of them nobody knows
/// whether it sent something.
package enum DeliveryReply: Sendable {
    /// Something was done; in words, with the time since the start in milliseconds.
    case step(String)
    /// Something is wrong that does not end the work: one recipient of several was not reached, or a check
    /// found something.
    case problem(String)
    /// The code is on its way; to whom, masked, fit to be shown to the person who logs in.
    case sent(String)
    /// All that was to be checked is as it must be; what that was.
    case checked(String)
    /// It is certain that no code was sent, or a check found something; why, in words an administrator can act on.
    case failed(String)
    /// Nobody knows whether the code was sent; why, likewise.
    case unknown(String)

    /// How much of a courier's output is looked at, in bytes.
    package static let maximumLength = 16 * 1024

    /// The line as it is written, with its end.
    ///
    /// What is not printable ASCII becomes a question mark: the text ends up on a terminal and in a log.
    package var line: String {
        let (name, text) =
            switch self {
            case .step(let text): ("step", text)
            case .problem(let text): ("problem", text)
            case .sent(let text): ("sent", text)
            case .checked(let text): ("checked", text)
            case .failed(let text): ("failed", text)
            case .unknown(let text): ("unknown", text)
            }
        return compact("\(name) \(Self.printable(Array(text.utf8)))\n")
    }

    /// Reads a line without its end; nil for one that is none of these.
    package init?(_ line: [UInt8]) {
        func text(after name: String) -> String? {
            let start = Array(name.utf8) + [UInt8(ascii: " ")]
            return line.starts(with: start)
                ? Self.printable(Array(line.dropFirst(start.count))) : nil
        }
        if let text = text(after: "step") {
            self = .step(text)
        } else if let text = text(after: "problem") {
            self = .problem(text)
        } else if let text = text(after: "checked") {
            self = .checked(text)
        } else if let text = text(after: "sent") {
            self = .sent(text)
        } else if let text = text(after: "failed") {
            self = .failed(text)
        } else if let text = text(after: "unknown") {
            self = .unknown(text)
        } else {
            return nil
        }
    }

    private static func printable(_ bytes: [UInt8]) -> String {
        let visible = bytes.map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: "?") }
        return String(decoding: visible, as: UTF8.self)
    }
}

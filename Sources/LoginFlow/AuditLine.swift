internal import Accounts
internal import Policy

/// How much a line of the log matters; syslog(3).
package enum LogPriority {
    case info
    case notice
    case error
}

extension LoginReport {
    /// The line for LOG_AUTHPRIV: `key=value` pairs; nil where nothing was decided.
    package var line: String? {
        var line = AuditLine()
        switch outcome {
        case .notAsked(.split), .notAsked(.account): return nil
        case .accepted(let factor):
            line.add("result", "accepted")
            addLogin(to: &line)
            switch factor {
            case .device(let label, let method):
                line.add("method", method.name)
                line.add("device", label)
            case .recoveryCode(let left):
                line.add("method", Method.recovery.name)
                line.add("left", String(left))
            }
        case .notAsked(let exemption):
            line.add("result", "not-asked")
            addLogin(to: &line)
            line.add("reason", exemption.reason)
        case .refused(let refusal):
            line.add("result", "refused")
            addLogin(to: &line)
            line.add("reason", refusal.reason)
        }
        return line.text
    }

    /// How much it matters.
    package var priority: LogPriority {
        switch outcome {
        case .accepted, .notAsked: .info
        case .refused(let refusal): refusal.isFault ? .error : .notice
        }
    }

    private func addLogin(to line: inout AuditLine) {
        line.add("user", user ?? "unknown")
        line.add("service", service)
        line.add("rhost", remoteHost ?? "none")
    }
}

/// `key=value` pairs in one line of printable ASCII, whatever the values hold.
package struct AuditLine {
    /// The most bytes of a value; a name longer than that is cut.
    private static let maximumValueLength = 256

    /// The line so far.
    package private(set) var text = ""

    package init() {}

    /// Adds a pair. A value with anything but letters, digits and plain punctuation stands in quotes, where
    /// `"`, `\` and every byte that is not printable ASCII are `\x` and two hexadecimal digits.
    package mutating func add(_ key: String, _ value: String) {
        if !text.isEmpty { text += " " }
        text += key + "="
        let isPlain = !value.isEmpty && value.utf8.allSatisfy(Self.isPlain)
        text += isPlain && value.utf8.count <= Self.maximumValueLength ? value : Self.quoted(value)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: ":"),
            UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "@"):
            true
        default: false
        }
    }

    private static func quoted(_ value: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var bytes = [UInt8(ascii: "\"")]
        for byte in value.utf8.prefix(maximumValueLength) {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0..<0x20, 0x7F...:
                bytes += [UInt8(ascii: "\\"), UInt8(ascii: "x"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}

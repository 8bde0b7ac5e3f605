internal import Wire

/// A message that a program wrote, for tests of what stands in it.
package struct WrittenFrame {
    private let frame: Frame

    /// All the messages in what was written, up to what is none.
    package static func all(in bytes: [UInt8]) -> [WrittenFrame] {
        var (rest, frames): ([UInt8], [WrittenFrame]) = (bytes, [])
        while let frame = try? Frame.take(from: &rest) { frames.append(WrittenFrame(frame: frame)) }
        return frames
    }

    /// The values of all fields of this name.
    package func values(_ name: String) -> [String] {
        var (frame, values): (Frame, [String]) = (frame, [])
        while let value = frame.takeOptional(name) {
            values.append(String(decoding: value, as: UTF8.self))
        }
        return values
    }

    /// The value of a field; nil where there is none.
    package subscript(_ name: String) -> String? { values(name).last }

    /// What the courier is asked to do, with the name of a notice.
    package var purpose: String {
        switch frame.kind {
        case 0x10: "send"
        case 0x11: "test"
        case 0x12: self["notice"] ?? ""
        case 0x13: "check"
        case 0x14: "check files"
        default: "unknown"
        }
    }
}

/// The command of a shell script that writes these bytes.
package func shellCommand(writing bytes: [UInt8]) -> String {
    "printf '" + bytes.map { "\\" + octal(Int($0)) }.joined() + "'"
}

private func octal(_ number: Int) -> String {
    let digits = String(number, radix: 8)
    return String(repeating: "0", count: 3 - digits.count) + digits
}

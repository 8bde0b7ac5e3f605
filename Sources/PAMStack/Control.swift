/// What libpam does after a module has answered.
package enum Action: Hashable, Sendable {
    case ignore, ok, done, bad, die, reset
    /// Goes on behind so many modules; one or more.
    case jump(Int)
}

/// The second word of a line: for each return value what libpam does, as pam.conf(5) has it.
package struct Control: Hashable, Sendable {
    private let actions: [Action]

    package subscript(value: ReturnValue) -> Action { actions[Int(value.rawValue)] }

    /// Why libpam takes every answer as a failure; nil where it understands the control.
    package let complaint: String?

    /// Whether versions of libpam understand it differently.
    let isDoubtful: Bool

    /// What a module that is named wrongly has: every answer is a failure.
    static let alwaysBad = Control(unset: .bad, [:])

    /// Reads the second word of a line; in square brackets or not is the same to libpam.
    init(_ word: Tokens.Token) {
        let pass: [ReturnValue: Action] = [.success: .ok, .newTokenRequired: .ok]
        if word.matches("required") {
            self.init(unset: .bad, pass.merging([.ignore: .ignore]) { _, new in new })
        } else if word.matches("requisite") {
            self.init(unset: .die, pass.merging([.ignore: .ignore]) { _, new in new })
        } else if word.matches("optional") {
            self.init(unset: .ignore, pass)
        } else if word.matches("sufficient") {
            self.init(unset: .ignore, [.success: .done, .newTokenRequired: .done])
        } else {
            var reader = ControlReader(word.bytes)
            do {
                self.init(unset: .bad, try reader.read())
            } catch {
                self.init(unset: .bad, [:], complaint: error)
            }
        }
    }

    private init(unset: Action, _ set: [ReturnValue: Action], complaint: ControlError? = nil) {
        actions = ReturnValue.allCases.map { set[$0] ?? unset }
        self.complaint = complaint?.description
        isDoubtful = complaint == .jumpTooFar
    }
}

/// Reads `value=action` pairs.
private struct ControlReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() throws(ControlError) -> [ReturnValue: Action] {
        var actions: [ReturnValue: Action] = [:]
        while skipBlanks() {
            let value = try readValue()
            guard skipBlanks(), take("=") else { throw .noEqualsSign }
            guard skipBlanks() else { throw .noAction }
            let action = try readAction()
            if let value {
                actions[value] = action
            } else {
                // "default" is for what was not named before it; what comes later still counts.
                for value in ReturnValue.allCases where actions[value] == nil {
                    actions[value] = action
                }
            }
        }
        return actions
    }

    /// Skips what isspace(3) calls a blank; whether something is left.
    private mutating func skipBlanks() -> Bool {
        while position < bytes.count, bytes[position] == 0x20 || (9...13).contains(bytes[position])
        {
            position += 1
        }
        return position < bytes.count
    }

    private mutating func take(_ text: String) -> Bool {
        guard bytes[position...].starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }

    /// A return value; nil for "default".
    private mutating func readValue() throws(ControlError) -> ReturnValue? {
        for value in ReturnValue.allCases where take(value.word) { return value }
        guard take("default") else { throw .noReturnValue }
        return nil
    }

    private mutating func readAction() throws(ControlError) -> Action {
        let words: [(String, Action)] = [
            ("ignore", .ignore), ("ok", .ok), ("done", .done), ("bad", .bad), ("die", .die),
            ("reset", .reset),
        ]
        for (word, action) in words where take(word) { return action }
        var number = 0
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let digit = Int(bytes[position] - 0x30)
            guard !isTooLarge, tens <= Int(Int32.max) - digit else { throw .jumpTooFar }
            number = tens + digit
            position += 1
        }
        guard position > start else { throw .noAction }
        guard number > 0 else { throw .jumpOverNothing }
        return .jump(number)
    }
}

private enum ControlError: Error, CustomStringConvertible {
    case noReturnValue, noEqualsSign, noAction, jumpTooFar, jumpOverNothing

    var description: String {
        switch self {
        case .noReturnValue: "the control has something else where a return value should be"
        case .noEqualsSign: "the control lacks an \"=\""
        case .noAction: "the control has something else where an action should be"
        case .jumpTooFar: "the control jumps over more than libpam can count"
        case .jumpOverNothing: "the control jumps over nothing"
        }
    }
}

package import Messages

/// A setting whose values are a few fixed names.
package protocol Choice: RawRepresentable, Sendable where RawValue == Int {
    /// The names of all values in the file, each at the place its raw value says.
    static var names: [String] { get }
}

extension Choice {
    /// The name of the value in the file.
    package var name: String { Self.names[rawValue] }

    /// Finds the value of this name, in upper or lower case; nil if there is none.
    package init?(named name: String) {
        let word = Word(bytes: Array(name.utf8))
        guard let index = Self.names.firstIndex(where: { word.means($0) }) else { return nil }
        self.init(rawValue: index)
    }
}

extension Bool {
    /// Their names in the file.
    package static var names: [String] { ["yes", "no"] }

    var name: String { Self.names[self ? 0 : 1] }
}

extension SecondFactor: Choice {
    package static var names: [String] { ["required", "observe", "off"] }
}

extension Method: Choice {
    package static var names: [String] {
        ["totp", "hotp", "email", "sms", "dingtalk", "screen", "recovery"]
    }

    /// The name of the method in the policy file.
    package var name: String { Self.names[rawValue] }
}

extension Unenrolled: Choice {
    package static var names: [String] { ["deny", "enrol", "allow"] }
}

extension Enrolment: Choice {
    package static var names: [String] { ["invited", "first-login"] }
}

extension TrustBinding: Choice {
    package static var names: [String] { ["address", "address+key"] }
}

extension Language: Choice {
    /// All names, as a message lists them.
    package static var allNames: String { alternatives(names) }
}

extension KeyOnlyLogin: Choice {
    package static var names: [String] { ["allow", "deny"] }
}

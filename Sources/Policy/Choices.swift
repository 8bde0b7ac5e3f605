internal import TextCoding

extension SecondFactor: Choice {
    package static var names: [String] { ["required", "observe", "off"] }
}

extension Unenrolled: Choice {
    package static var names: [String] { ["deny", "enrol", "allow"] }
}

extension Enrolment: Choice {
    package static var names: [String] { ["invited", "first-login"] }
}

extension KeyOnlyLogin: Choice {
    package static var names: [String] { ["allow", "deny"] }
}

extension Bool {
    /// Their names in the file.
    package static var names: [String] { ["yes", "no"] }

    var name: String { Self.names[self ? 0 : 1] }
}

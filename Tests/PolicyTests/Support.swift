import ConfigurationGrammar
import Policy

/// Reads a policy that is written in a test.
func policy(_ text: String) throws(ConfigurationError) -> PolicyFile {
    try PolicyFile(parsing: Array(text.utf8))
}

/// What is wrong with a policy; nil if it is a good one.
func problem(_ text: String) -> ConfigurationError? {
    problem(Array(text.utf8))
}

/// What is wrong with the bytes of a policy; nil if it is a good one.
func problem(_ bytes: [UInt8]) -> ConfigurationError? {
    do throws(ConfigurationError) {
        _ = try PolicyFile(parsing: bytes)
        return nil
    } catch {
        return error
    }
}

extension LoginAttributes {
    /// A login of alice to sshd, about which nothing else is known.
    static let alice = LoginAttributes(user: "alice", service: "sshd")
}

extension Resolution {
    /// The value of a keyword, as one would write it in the file.
    func value(of keyword: Keyword) -> String? {
        explanations().first { $0.keyword == keyword }?.value
    }
}

/// Whether the line of criteria matches the login.
func match(_ criteria: String, _ login: LoginAttributes) throws(ConfigurationError) -> Bool {
    try policy("Match \(criteria)\n Window 7").settings(for: login).window == 7
}

/// The methods that sshd writes into SSH_AUTH_INFO_0 once they have succeeded.
enum AuthenticationMethod {
    /// Their names by RFC 4252, RFC 4256 and RFC 4462.
    static var names: [String] {
        [
            "publickey", "password", "keyboard-interactive", "hostbased", "gssapi-with-mic",
            "gssapi-keyex",
        ]
    }
}

extension Criterion {
    /// The patterns of a list of authentication methods that fit none of them.
    var patternsOfNoMethod: [[UInt8]] {
        guard kind == .auth, case .names(let list) = patterns else {
            return []
        }
        return (list.wanted + list.exceptions).filter { pattern in
            !AuthenticationMethod.names.contains { pattern.matches(Array($0.utf8)) }
        }.map { $0.wildcard.pattern }
    }
}

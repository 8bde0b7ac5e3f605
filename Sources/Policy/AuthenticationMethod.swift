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
        guard case .auth(let list) = self else {
            return []
        }
        return (list.wanted + list.exceptions).map { $0.wildcard }.filter { wildcard in
            !AuthenticationMethod.names.contains { wildcard.matches(Array($0.utf8)) }
        }.map { $0.pattern }
    }
}

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
        guard kind == .auth else { return [] }
        return patterns.patterns(fittingNoneOf: AuthenticationMethod.names)
    }
}

extension PatternList {
    /// The patterns for names that fit none of these.
    fileprivate func patterns(fittingNoneOf names: [String]) -> [[UInt8]] {
        (wanted + exceptions).compactMap { pattern in
            guard case .name(let wildcard, _) = pattern,
                !names.contains(where: { pattern.matches(.name(Array($0.utf8))) })
            else { return nil }
            return wildcard.pattern
        }
    }
}

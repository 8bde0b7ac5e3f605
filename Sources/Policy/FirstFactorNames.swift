// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)
    internal import TextCoding

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

    /// The types of keys that sshd writes into SSH_AUTH_INFO_0 behind `publickey`.
    enum KeyType {
        /// Their names by RFC 4253, RFC 5656, RFC 8709, and PROTOCOL.u2f and PROTOCOL.certkeys of OpenSSH.
        static var names: [String] {
            let plain = [
                "ssh-ed25519", "ssh-rsa", "ssh-dss", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384",
                "ecdsa-sha2-nistp521",
            ]
            let securityKeys = ["sk-ssh-ed25519", "sk-ecdsa-sha2-nistp256"]
            return plain + securityKeys.map { $0 + "@openssh.com" }
                + (plain + securityKeys).map { $0 + "-cert-v01@openssh.com" }
        }
    }

    extension Criterion {
        /// What is to be said of patterns for methods or types of keys that fit none there is.
        var strangePatterns: [String] {
            switch kind {
            case .auth:
                patterns.patterns(fittingNoneOf: AuthenticationMethod.names).map {
                    "Match auth: \(quoted($0)) is no method of sshd; known are "
                        + alternatives(AuthenticationMethod.names)
                }
            case .key:
                patterns.patterns(fittingNoneOf: KeyType.names).map {
                    "Match key: \(quoted($0)) is no type of key that sshd tells; known are "
                        + alternatives(KeyType.names)
                }
            case .user, .group, .address, .host, .service: []
            }
        }
    }

    extension PatternList {
        /// The patterns for names that fit none of these.
        fileprivate func patterns(fittingNoneOf names: [String]) -> [[UInt8]] {
            (wanted + exceptions).compactMap { pattern in
                guard case .name(let wildcard, _) = pattern,
                    !names.contains(where: { pattern.matches(.name($0.bytes)) })
                else { return nil }
                return wildcard.pattern
            }
        }
    }
#endif

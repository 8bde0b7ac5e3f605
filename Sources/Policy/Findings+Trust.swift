// For the command only, as UnknownBlock.
#if !hasFeature(Embedded)
    internal import ConfigurationGrammar
    internal import TextCoding
    internal import Vocabulary

    // Trust that nobody can earn.
    extension PolicyFile {
        /// Logins of which it can be seen here that they are asked each time, since they never tell what TrustBinds
        /// names: an address is not told for su and sudo, and a session for no login from elsewhere.
        func uselessTrust(in section: Section) -> [Finding] {
            let settings = Resolution(of: section.isGlobal ? [global] : [section, global]).settings
            guard settings.trustPeriod > 0,
                let statement = section.first(.trustBinds) ?? section.first(.trustPeriod)
            else { return [] }
            let isOfThisHost = section.match.isFor(["su", "su-l", "sudo", "sudo-i"])
            let isFromElsewhere =
                section.match.isFor(["sshd"])
                || [.address, .auth, .key].contains { section.match.names($0) }
            if settings.trustBinds.has(.session), isFromElsewhere {
                return [
                    statement.warning(
                        "TrustBinds session: a login from elsewhere has no session before it is let in, so it is "
                            + "asked each time")
                ]
            }
            if settings.trustBinds.has(.session), section.match.isAll {
                return [
                    Finding(
                        line: statement.line, severity: .note,
                        message:
                            "TrustBinds session holds for su and sudo; a login from elsewhere, as by ssh, is asked "
                            + "each time")
                ]
            }
            if settings.trustBinds.has(.address), isOfThisHost {
                return [
                    statement.warning(
                        "TrustPeriod has no effect here: su and sudo tell no address, so each is asked; with TrustBinds "
                            + "session a code is good for one login session")
                ]
            }
            return []
        }
    }

    extension MatchCondition {
        /// Whether it names services, and of a few that are looked at only these.
        fileprivate func isFor(_ services: [String]) -> Bool {
            let known = ["sshd", "su", "su-l", "sudo", "sudo-i"]
            guard let criterion = criteria.first(where: { $0.kind == .service }) else {
                return false
            }
            let held = known.filter { service in
                criterion.holds(for: LoginAttributes(user: "", service: service)) == .yes
            }
            return !held.isEmpty && held.allSatisfy { name in services.contains { $0 == name } }
        }
    }
#endif

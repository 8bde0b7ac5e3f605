// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)
    internal import ConfigurationGrammar
    internal import TextCoding
    internal import Vocabulary

    /// Something in a valid policy that its administrator should know.
    package struct Finding: Sendable, CustomStringConvertible {
        /// How bad it is.
        package enum Severity: String, Sendable {
            /// The policy cannot mean this.
            case error
            /// The policy may mean this, but most do not.
            case warning
            /// Nothing is wrong, and it is good to know.
            case note
        }

        /// The number of the line, from 1.
        package let line: Int
        /// How bad it is.
        package let severity: Severity
        /// What is to be known, in printable text.
        package let message: String

        package init(line: Int, severity: Severity, message: String) {
            self.line = line
            self.severity = severity
            self.message = message
        }

        /// The finding as it is printed, such as `line 3: warning: …`.
        package var description: String {
            switch severity {
            case .error: "line \(line): error: \(message)"
            case .warning: "line \(line): warning: \(message)"
            case .note: "line \(line): note: \(message)"
            }
        }
    }

    extension PolicyFile {
        /// What an administrator should know about this policy, in the order of its lines.
        ///
        /// - Parameter time: Now, in seconds since 1970; nil where it is not known, and no deadline has passed then.
        /// - Returns: Errors, warnings and notes.
        package func findings(at time: Int? = nil) -> [Finding] {
            let sections = [global] + blocks
            let all =
                sections.flatMap {
                    valueFindings(in: $0, at: time ?? .min) + timesWithoutUnit(in: $0)
                        + repetitions(in: $0)
                }
                + blocks.flatMap { conditionFindings(of: $0.match) }
                + sections.compactMap { lockContradiction(in: $0) }
                + sections.compactMap { uselessEnrolment(in: $0) }
                + sections.flatMap { missingChannels(in: $0) + dependenceOnSending(in: $0) }
                + sections.flatMap { uselessTrust(in: $0) }
                + shadowedStatements() + changesWhereUnknown()
            return all.sorted { $0.line < $1.line }
        }

        /// Values that are seldom meant.
        private func valueFindings(in section: Section, at time: Int) -> [Finding] {
            section.effectiveStatements.flatMap { statement in
                let settings = statement.settings
                var messages: [String] = []
                switch statement.keyword {
                case .secondFactor
                where settings.secondFactor == .off && section.match.isForEverybody:
                    messages.append(
                        "SecondFactor off for all: nobody is asked for a code, except where a Match "
                            + "block that comes first says so"
                    )
                case .secondFactor
                where settings.secondFactor == .observe && section.match.isForEverybody:
                    messages.append(
                        "SecondFactor observe for all: nobody is asked for a code yet, and the log says what would "
                            + "have happened, except where a Match block that comes first says so"
                    )
                case .enrolmentDeadline where (settings.enrolmentDeadline?.end ?? .max) <= time:
                    messages.append(
                        "EnrolmentDeadline has passed: Unenrolled is deny since, and nobody enrols at a login or is let in "
                            + "without a code"
                    )
                case .methods where settings.methods.contains(.screen):
                    messages.append(
                        "Methods: screen proves that a person logs in; it is not a second factor"
                    )
                case .enrolment where settings.enrolment == .firstLogin:
                    messages.append(
                        "Enrolment first-login: whoever has a password first enrols a device of their "
                            + "own; with `invited` they need a ticket of yours too"
                    )
                case .window where settings.window > 2:
                    messages.append(
                        "Window \(settings.window) accepts \(2 * settings.window + 1) codes at any "
                            + "time; RFC 6238 section 5.2 recommends at most one step for the network"
                    )
                case .lockCap where settings.lockCap > 100:
                    messages.append(
                        "LockCap \(settings.lockCap): NIST SP 800-63B-4 section 3.2.2 allows no more "
                            + "than 100 consecutive failures"
                    )
                default:
                    break
                }
                return messages.map { statement.warning($0) }
            }
        }

        /// Times that are numbers alone, and so seconds, as sshd_config(5) has them.
        private func timesWithoutUnit(in section: Section) -> [Finding] {
            return section.effectiveStatements.compactMap { statement in
                guard let word = statement.words.last, let last = word.bytes.last, last.isDigit
                else {
                    return nil
                }
                let text = statement.keyword.text(statement.settings)
                // Only a time ends with a unit where it was written without.
                guard let unit = text.utf8.last, TimeFormat.isUnit(unit) else { return nil }
                let written = String(bytes: statement.written)
                return statement.warning(
                    "\(statement.keyword.name) \(written) has no unit, and so is in seconds: \(text); write the unit, as "
                        + "in \(written)s, \(written)m or \(written)h")
            }
        }

        /// Keywords given again in one section, where only the first one counts.
        private func repetitions(in section: Section) -> [Finding] {
            section.statements.compactMap { statement -> Finding? in
                guard let first = section.first(statement.keyword), first.line != statement.line
                else {
                    return nil
                }
                return statement.warning(
                    "\(statement.keyword.name) is ignored here: line \(first.line) of the same "
                        + "section gives it first"
                )
            }
        }

        /// Conditions that no login can meet.
        private func conditionFindings(of match: MatchCondition) -> [Finding] {
            match.criteria.flatMap { criterion in
                var messages: [String] = []
                if !criterion.canMatch {
                    messages.append(
                        "this block never holds: its \(criterion.kind.name) list has only exceptions; "
                            + "put * into the list to match all others"
                    )
                }
                messages += criterion.strangePatterns
                return messages.map { Finding(line: match.line, severity: .warning, message: $0) }
            }
        }

        /// A cap that is reached before the lock it should cap.
        private func lockContradiction(in section: Section) -> Finding? {
            let settings = Resolution(of: section.isGlobal ? [global] : [section, global]).settings
            guard let problem = settings.lockContradiction,
                let statement = section.first(.lockCap) ?? section.first(.lockAfter)
            else {
                return nil
            }
            return Finding(line: statement.line, severity: .error, message: problem)
        }

        /// Enrolment at the login, of a device that logins would not take.
        private func uselessEnrolment(in section: Section) -> Finding? {
            let settings = Resolution(of: section.isGlobal ? [global] : [section, global]).settings
            guard settings.unenrolledUntilDeadline == .enrol, !settings.methods.contains(.totp),
                let statement = section.first(.unenrolled) ?? section.first(.methods)
            else { return nil }
            return statement.warning(
                "Unenrolled enrol makes a device for totp, which Methods lacks: who would enrol is refused"
            )
        }

        /// Values that can never be obtained, because an earlier `Match all` gives one to every login.
        private func shadowedStatements() -> [Finding] {
            var decided: [Statement] = []
            var findings: [Finding] = []
            for section in blocks + [global] {
                for statement in section.effectiveStatements {
                    if let first = decided.first(where: { $0.keyword == statement.keyword }) {
                        findings.append(
                            statement.warning(
                                "\(statement.keyword.name) has no effect here: line \(first.line), "
                                    + "under Match all, gives it to every login first"
                            )
                        )
                    }
                }
                if section.match.isAll {
                    decided += section.effectiveStatements
                }
            }
            return findings
        }
    }

    extension Statement {
        func warning(_ message: String) -> Finding {
            Finding(line: line, severity: .warning, message: message)
        }
    }

    extension Settings {
        /// What is wrong with ``lockCap`` beside ``lockAfter``; nil if nothing is.
        package var lockContradiction: String? {
            guard lockCap < lockAfter else {
                return nil
            }
            return
                "LockCap \(lockCap) is smaller than LockAfter \(lockAfter): after \(lockCap) wrong "
                + "codes only an administrator can unlock, and the timed lock never comes"
        }
    }
#endif

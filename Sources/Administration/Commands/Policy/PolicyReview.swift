internal import Accounts
internal import ConfigurationGrammar
internal import HostSystem
internal import Policy

/// A policy, and all that is to be said of it.
struct PolicyReview {
    /// What is looked at besides the text.
    enum Scope {
        /// The file that logins go by, and this host.
        case inForce
        /// A file that logins are to go by on this host; who owns it now does not matter much.
        case candidate
        /// What would be the same on every host.
        case elsewhere
    }

    /// What it is called: its path, or standard input.
    let name: String
    /// The policy; nil where it is none.
    let policy: PolicyFile?
    /// What is to be said, of the policy in the order of its lines first.
    let findings: [PolicyFinding]

    /// Whether it must not be used.
    var hasErrors: Bool { findings.contains { $0.severity == .error } }

    /// Reads a file and looks at it.
    ///
    /// - Parameters:
    ///   - source: Its bytes, and what keeps the module from using them.
    ///   - scope: What is looked at.
    ///   - time: Now, in seconds since 1970; nil where that is not known.
    init(of source: PolicySource, scope: Scope, at time: Int64?) {
        name = source.name
        var findings: [PolicyFinding] = []
        var policy: PolicyFile?
        if let fault = source.fault, scope != .elsewhere || source.bytes == nil {
            let isError = scope == .inForce || source.bytes == nil
            findings.append(
                PolicyFinding(
                    isError ? .error : .warning,
                    fault.explanation + (isError ? "" : ": so logins would refuse it"),
                    in: fault.subject))
        }
        if let bytes = source.bytes {
            var ofText = Finding.ofText(bytes)
            do throws(ConfigurationError) {
                let file = try PolicyFile(parsing: bytes)
                policy = file
                ofText += file.findings(at: time.map { Int(clamping: $0) })
                if scope != .elsewhere { ofText += Self.findingsOfNames(in: file) }
                findings += Self.sorted(ofText).map { PolicyFinding($0, in: source.name) }
                if scope != .elsewhere { findings += Self.findingsOfHost(file, in: source.name) }
            } catch {
                findings += Self.sorted(ofText).map { PolicyFinding($0, in: source.name) }
                findings.append(PolicyFinding(.invalid(error), in: source.name))
            }
        }
        self.policy = policy
        self.findings = findings
    }

    /// In the order of the lines; of one line in the order in which they were found.
    private static func sorted(_ findings: [Finding]) -> [Finding] {
        findings.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
            .map(\.element)
    }

    private static func findingsOfNames(in policy: PolicyFile) -> [Finding] {
        var names = NameFindings()
        return policy.findings(aboutHostNamed: HostName.all())
            + policy.matchedNames.compactMap { names.finding(about: $0) }
    }

    /// What is to be said of the files that the policy names.
    private static func findingsOfHost(_ policy: PolicyFile, in name: String) -> [PolicyFinding] {
        let settings = policy.hostSettings
        let enrolment = policy.enrolmentProgramFindings()
        guard CurrentProcess.isRoot else {
            return enrolment + [
                PolicyFinding(
                    .note, "key, accounts and delivery were not looked at: only root can", in: name)
            ]
        }
        let delivery = policy.deliveryFindings(in: name)
        let faults = AccountStore.faults(
            stateDirectory: settings.stateDirectory, keyFile: settings.keyFile)
        return enrolment + delivery + (delivery.isEmpty ? policy.courierFindings() : [])
            + faults.map { PolicyFinding($0, under: name) }
            + (faults.isEmpty ? settings.keyFindings() : [])
    }
}

/// The bytes of a policy.
struct PolicySource {
    /// What it is called: its path, or standard input.
    let name: String
    /// What is in it; nil where it cannot be read.
    let bytes: [UInt8]?
    /// What keeps the module from using the file, or anybody from reading it; nil for nothing, and for standard input.
    let fault: SystemError?

    /// Reads a file, whoever owns it; standard input for `-`.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - session: Where standard input is.
    ///   - checksOwner: Whether owner and mode are looked at; not of a file whose text is copied.
    init(_ path: String, in session: Session, checksOwner: Bool = true) {
        guard path != "-" else {
            name = "standard input"
            let read = Self.result { () throws in try session.readAll(PolicyFile.maximumSize) }
            (bytes, fault) = read
            return
        }
        name = path
        guard checksOwner else {
            (bytes, fault) = Self.result { () throws in
                try UncheckedFile.contents(path: path, limit: PolicyFile.maximumSize)
            }
            return
        }
        do throws(SystemError) {
            bytes = try File(path: path, confidentiality: .open)
                .contents(limit: PolicyFile.maximumSize)
            fault = nil
        } catch {
            let fault = error
            let (bytes, unreadable) = Self.result { () throws in
                try UncheckedFile.contents(path: path, limit: PolicyFile.maximumSize)
            }
            self.bytes = bytes
            self.fault = unreadable ?? fault
        }
    }

    private static func result(_ body: () throws -> [UInt8]) -> ([UInt8]?, SystemError?) {
        do { return (try body(), nil) } catch {
            return (nil, error as? SystemError ?? SystemError(.malformed, "standard input"))
        }
    }
}

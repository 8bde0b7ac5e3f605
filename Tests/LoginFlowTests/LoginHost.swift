import Accounts
import AccountsTestSupport
import HostSystem
import LoginFlow
import Testing
import TestSupport

/// A host with root's account, and logins on it that follow a script.
struct LoginHost {
    /// When everything happens, in seconds since 1970.
    static let now: Int64 = 1_700_000_010

    let files: TestHost
    let root: User
    let phone: TestDevice
    let token: TestDevice
    let recoveryCodes: [String]

    /// Makes a host with this policy, and enrols a phone and a token for root.
    init(policy: String = "Methods totp hotp recovery\n") throws {
        files = try TestHost(policy: policy)
        root = try #require(try User.named("root"))
        phone = try TestDevice.time()
        token = try TestDevice.counter()
        recoveryCodes = try files.enrol(root, [phone, token])
    }

    /// The code the phone shows, so many seconds from now.
    func code(after seconds: Int64 = 0) throws -> String { try phone.code(at: Self.now + seconds) }

    /// A code that is right nowhere near now.
    func wrongCode() throws -> String { try phone.wrongCode(at: Self.now) }

    /// How many wrong codes root's account counts.
    func failures() throws -> UInt32? { try files.state(of: root)?.failuresSinceSuccess }

    /// Logs in once, following a script, and expects no secret of it in the line for the log.
    func login(
        as user: String? = "root", arguments: [String] = [], at time: Int64? = now,
        setUp: (ScriptedTransaction) -> Void = { _ in }, _ script: ScriptLine...
    ) -> LoginReport {
        let pam = ScriptedTransaction(user: user)
        setUp(pam)
        return login(pam, arguments: arguments, at: time, script)
    }

    /// One line of a stack, on a transaction that may have seen others before.
    func login(
        _ pam: ScriptedTransaction, arguments: [String] = [], at time: Int64? = now,
        _ script: [ScriptLine]
    ) -> LoginReport {
        let report = pam.follow(script) {
            Login(pam: pam, clock: { time })
                .authenticate(arguments: arguments + ["policy=\(files.policyPath)"])
        }
        expectNoSecret(in: report, script)
        return report
    }

    /// Words that ask for a method: no secret, and the line may name the method.
    private static let methodNames = ["email", "sms", "chat", "screen"]

    private func expectNoSecret(in report: LoginReport, _ script: [ScriptLine]) {
        for line in script {
            let answer: ScriptLine.Answer
            switch line {
            case .asks(_, _, let typed), .asksPassword(let typed): answer = typed
            case .tells: continue
            }
            guard case .text(let text) = answer, text.utf8.count > 3,
                !Self.methodNames.contains(text)
            else { continue }
            #expect(report.line?.contains(text) != true, "the answer stands in the log")
        }
    }
}

extension LoginReport {
    /// The words of the reason in the line; nil without one.
    var reason: String? {
        guard let line, let start = line.firstRange(of: "reason=")?.upperBound else { return nil }
        return line[start...].trimmingQuotes
    }

    /// The name of the case of a refusal or exemption; for an acceptance `accepted`.
    var verdict: String {
        switch outcome {
        case .accepted: "accepted"
        case .notAsked(let exemption): Self.name(exemption)
        case .refused(let refusal): Self.name(refusal)
        }
    }

    private static func name(_ value: Any) -> String {
        Mirror(reflecting: value).children.first?.label ?? "\(value)"
    }
}

extension Substring {
    fileprivate var trimmingQuotes: String { String(filter { $0 != "\"" }) }
}

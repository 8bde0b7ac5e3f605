import Accounts
import AccountsTestSupport
import Glibc
import HostSystem
import TestSupport

/// Logins in a process of their own, which tests kill and run side by side.
///
///     account-worker FOLDER USER UID guess TIMES CODE       tries a wrong code so many times
///     account-worker FOLDER USER UID accept FROM TO         tries the token's codes in turn
///     account-worker FOLDER USER UID try CODE               tries one code
///     account-worker FOLDER USER UID enrol LABEL            adds a device
///     account-worker FOLDER USER UID redeem TICKET          shows a ticket, and adds a device with it
///
/// Prints `ready` when it begins, and a line for each thing that happened, before it goes on.
@main struct Worker {
    /// The moment at which every try happens: codes by counter do not look at it.
    private static let time = TestHost.workerTime

    static func main() throws {
        let words = CommandLine.arguments
        guard words.count >= 6, let id = UInt32(words[3]) else { exit(2) }
        let host = TestHost(at: words[1])
        let user = User(name: words[2], id: id, groupID: id)
        switch (words[4], words[5], words.count > 6 ? words[6] : "") {
        case ("guess", let times, let code):
            report("ready")
            for _ in 0..<(Int(times) ?? 0) { try tryCode(code, of: user, on: host) }
        case ("accept", let first, let last):
            let token = try TestDevice.counter()
            report("ready")
            for counter in (Int64(first) ?? 0)...(Int64(last) ?? 0) {
                try tryCode(token.code(at: counter), of: user, on: host, note: " \(counter)")
            }
        case ("try", let code, _):
            report("ready")
            // Begins with the others, when the test closes the pipe.
            _ = getchar()
            try tryCode(code, of: user, on: host)
        case ("enrol", let label, _):
            report("ready")
            try host.edit(user) { edit in
                let device = try TestDevice.time(label: label)
                try edit.addDevice(
                    label: label, movingFactor: device.movingFactor, key: device.key.span,
                    confirmedAt: 0, time: time)
                _ = try edit.renewRecoveryCodes()
            }
            report("enrolled")
        case ("redeem", let ticket, _):
            report("ready")
            report(try host.redeem(ticket, of: user, at: time) ? "enrolled" : "refused")
        default: exit(2)
        }
        report("done")
    }

    private static func tryCode(
        _ code: String, of user: User, on host: TestHost, note: String = ""
    ) throws {
        let result = try host.tryCode(code, of: user, at: time, limits: .none) { comparison in
            report("compared \(comparison)\(note)")
        }
        report("\(result)\(note)")
    }

    private static func report(_ line: String) {
        let bytes = [UInt8](text: line + "\n")
        // Safe: the array's own memory and count. One call, so that a line is there whole or not at
        // all.
        let written = unsafe write(STDOUT_FILENO, bytes, bytes.count)
        guard written == bytes.count else { exit(3) }
    }
}

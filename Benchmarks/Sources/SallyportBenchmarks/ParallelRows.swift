import CLinuxPAM

/// Rows with many logins that start in the same instant, each in its own process.
struct ParallelRows {
    private let ours: [Login]
    private let peers: [Login]
    private let race: Race

    /// Reads the accounts' states, which must not have seen a login yet.
    ///
    /// - Throws: `BenchmarkError` when an account is missing.
    init(_ workspace: Workspace, samples: Int) throws {
        ours = try Workspace.users.map { user in
            try Login(
                workspace, service: StackName.all, user: user,
                state: workspace.store(StackName.all).state(of: user))
        }
        peers = try Workspace.users.map { user in
            try Login(
                workspace, service: StackName.googleAuthenticator, user: user,
                state: workspace.googleAuthenticator.state(of: user))
        }
        race = Race(samples: samples)
    }

    /// Every login is another user's; all must be let in.
    func distinctUsers() throws -> Row {
        try race.run(
            "parallel-distinct", unit: "logins/s", .atLeast(1),
            peerName: "pam_google_authenticator",
            note: "\(ours.count) users at once, from the start to the last answer; all let in.",
            ours: { try crowd(ours, admitted: ours.count...ours.count).perSecond },
            peer: { try crowd(peers, admitted: peers.count...peers.count).perSecond })
    }

    /// Every login is the same user's with the same code; whoever is refused counts as well.
    func sameUser() throws -> Row {
        let ourCrowd = ours.prefix(1).flatMap { Array(repeating: $0, count: ours.count) }
        let peerCrowd = peers.prefix(1).flatMap { Array(repeating: $0, count: peers.count) }
        var ourAdmitted: [Int] = []
        var peerAdmitted: [Int] = []
        // One user and one code: nobody at all let in would be a broken stack and no measure.
        let row = try race.run(
            "parallel-same", unit: "logins/s", .atLeast(1), peerName: "pam_google_authenticator",
            note: "",
            ours: {
                let crowd = try crowd(ourCrowd, admitted: 1...ourCrowd.count)
                ourAdmitted.append(crowd.admitted)
                return crowd.perSecond
            },
            peer: {
                let crowd = try crowd(peerCrowd, admitted: 1...peerCrowd.count)
                peerAdmitted.append(crowd.admitted)
                return crowd.perSecond
            })
        let note = """
            \(row.note)\(ours.count) attempts at once with one code of one user; refusals count \
            as attempts. Let in by one code: ours \(range(ourAdmitted)), \
            peer \(range(peerAdmitted)).
            """
        return Row(
            name: row.name, unit: row.unit, ours: row.ours, peer: row.peer, peerName: row.peerName,
            bound: row.bound, note: note)
    }

    private func crowd(
        _ logins: [Login], admitted allowed: ClosedRange<Int>
    ) throws -> (perSecond: Double, admitted: Int) {
        for login in logins { try login.reset() }
        AuthenticatorApp.waitForSteadyCode()
        let barrier = try Barrier()
        let workers = try logins.map { try $0.start(behind: barrier) }
        let (start, outcomes) = try Login.outcomes(of: workers, behind: barrier)
        let admitted = outcomes.count { $0.result == PAM_SUCCESS }
        guard allowed.contains(admitted), let end = outcomes.map(\.end).max(), end > start else {
            throw BenchmarkError("\(admitted) of \(logins.count) logins at once were let in")
        }
        return (Double(logins.count) / (Double(end - start) / 1e9), admitted)
    }
}

private func range(_ numbers: [Int]) -> String {
    guard let least = numbers.min(), let most = numbers.max() else { return "unknown" }
    return least == most ? "\(least)" : "\(least) to \(most)"
}

package import Accounts
internal import HostSystem
internal import TestSupport
import Vocabulary

/// What must hold of accounts in any storage; ``violations()`` says what does not.
///
/// Others write between its operations: in threads of their own, and at the very moment before a swap, where the
/// storage does not keep them waiting.
package struct StorageRules: Sendable {
    private let others = DisturbedStorage.Others()
    /// What the logins that are looked at use.
    private let host: TestHost
    /// The same accounts, as the others reach them.
    private let otherHost: TestHost
    private let keepsOthersWaiting: Bool
    private let isAnswered: Bool
    private let token: TestDevice
    private let alice = User(name: "alice", id: 1000, groupID: 1000)
    private let now: Int64 = 1_700_000_010
    private let limits = AttemptLimits(lockAfter: 3, lockFor: 600, lockCap: 100)

    /// The rules for a storage.
    ///
    /// - Parameters:
    ///   - answers: What of its answers reaches the logins.
    ///   - storage: Opens it, again and again; nil for files.
    /// - Throws: where it cannot be opened.
    package init(
        answers: DisturbedStorage.Answers = .asTheyAre,
        storage: (@Sendable () throws -> any AccountStorage)?
    ) throws {
        let files = try TestHost()
        let others = others
        let open = storage ?? { try AccountFiles(stateDirectory: files.stateDirectory) }
        host = try files.over { DisturbedStorage(try open(), answers: answers, others: others) }
        otherHost = try files.over(open)
        keepsOthersWaiting = try open().account(named: "alice").excludesOthers
        isAnswered = answers == .asTheyAre
        token = try TestDevice.counter()
    }

    /// What is broken, a sentence each; nothing of a storage that is one.
    package func violations() throws -> [String] {
        var broken: [String] = []
        let rules: [(String, () throws -> Bool)] = [
            ("a code that many show at once lets one of them in", isOneOfManyLetIn),
            ("wrong codes at once are all counted", areWrongCodesCounted),
            ("enrolments at once are all kept", areEnrolmentsKept),
            ("a code that another used before the answer is used", isCodeUsedByAnother),
            ("a code is right though others write before every swap", isRightAmongOthers),
            ("wrong codes of others stay counted", areOthersCounted),
            ("no more are compared than lock the account", isRoomKept),
            ("a success leaves the charges of others", areChargesLeft),
            ("who was taken for dead is not let in", isDeadRefused),
            ("a login and an edit at once are both kept", areLoginAndEditKept),
            ("of two edits at once one is kept", isOneEditKept),
            ("of two sent codes at once one waits", isOneChallengeKept),
        ]
        for (rule, isKept) in rules {
            (others.beforeSwap, others.afterSwap) = ({}, {})
            _ = try otherHost.store().removeAccount(named: alice.name)
            try otherHost.enrol(alice, [token])
            do {
                if try !isKept() { broken.append(rule) }
            } catch let error as AccountError {
                broken.append("\(rule): \(error.description)")
            }
            if let failure = others.failure { broken.append("\(rule): \(failure)") }
        }
        return broken
    }

    /// Lets others do something before the swaps with these numbers, from 1.
    private func beforeSwaps(_ numbers: ClosedRange<Int>, _ body: @escaping () throws -> Void) {
        var count = 0
        others.beforeSwap = {
            count += 1
            if numbers.contains(count) { try body() }
        }
    }

    private func tryCode(
        _ counter: Int64, on host: TestHost, limits: AttemptLimits = .none, at time: Int64? = nil
    ) throws -> TryResult {
        try host.tryCode(token.code(at: counter), of: alice, at: time ?? now, limits: limits)
    }

    private func guess(on host: TestHost) throws -> TryResult {
        try host.tryCode(token.wrongCode(at: 200), of: alice, at: now, limits: .none)
    }

    private func failures() throws -> UInt32 {
        try otherHost.account(of: alice).state.failuresSinceSuccess
    }

    private func isOneOfManyLetIn() throws -> Bool {
        for counter in Int64(1)...4 {
            let results = try concurrently(4) { _ in try tryCode(counter, on: host) }
            let accepted = results.count { $0 == .accepted }
            // Where the answer is not known and another wrote since, whose code it was is not known either.
            guard accepted == 1 || accepted == 0 && !isAnswered,
                results.count(where: { $0 == .used }) == 4 - accepted,
                try tryCode(counter, on: otherHost) == .used
            else { return false }
        }
        return true
    }

    private func areWrongCodesCounted() throws -> Bool {
        let results = try concurrently(4) { _ in try (0..<5).map { _ in try guess(on: host) } }
        let failures = try failures()
        return results.joined().allSatisfy { $0 == .wrong } && failures == 20
    }

    private func areEnrolmentsKept() throws -> Bool {
        // Not beside each other: of two edits one is told to try again.
        for number in 1...3 { try add("device \(number)", on: host) }
        return try otherHost.account(of: alice).identity.devices.count == 4
    }

    private func add(_ label: String, on host: TestHost) throws {
        let device = try TestDevice.time()
        try host.edit(alice) { edit in
            try edit.addDevice(
                label: label, movingFactor: device.movingFactor, key: device.key.span,
                confirmedAt: 0, time: now)
        }
    }

    private func isCodeUsedByAnother() throws -> Bool {
        if keepsOthersWaiting { return true }
        // The first swap charges, the second settles.
        for swap in 1...2 {
            let counter = Int64(swap) * 10
            beforeSwaps(swap...swap) {
                _ = try host.tryCode(
                    token.code(at: counter), of: alice, at: now, window: 20, limits: .none)
            }
            let result = try host.tryCode(
                token.code(at: counter), of: alice, at: now, window: 20, limits: .none)
            others.beforeSwap = {}
            guard result == .used else { return false }
        }
        return true
    }

    private func isRightAmongOthers() throws -> Bool {
        if keepsOthersWaiting { return true }
        beforeSwaps(1...6) { _ = try guess(on: otherHost) }
        return try tryCode(1, on: host) == .accepted && tryCode(1, on: otherHost) == .used
    }

    private func areOthersCounted() throws -> Bool {
        if keepsOthersWaiting { return true }
        beforeSwaps(1...4) { _ = try guess(on: otherHost) }
        return try guess(on: host) == .wrong && failures() == 5
    }

    private func isRoomKept() throws -> Bool {
        if keepsOthersWaiting { return true }
        let account = try host.account(of: alice)
        let first = try account.attempt(limits: limits, at: now)
        let second = try account.attempt(limits: limits, at: now)
        let third = try account.attempt(limits: limits, at: now)
        do throws(AccountError) {
            _ = try account.attempt(limits: limits, at: now)
            return false
        } catch {
            guard case .contended = error else { return false }
        }
        guard try failures() == 3 else { return false }
        // Each that is settled as wrong keeps its place, and all three lock the account.
        _ = try first.settle { (_) throws(AccountError) in .wrong }
        _ = try second.settle { (_) throws(AccountError) in .wrong }
        let beforeLast = try otherHost.account(of: alice).state.lock(at: now, limits: limits)
        _ = try third.settle { (_) throws(AccountError) in .wrong }
        let afterLast = try otherHost.account(of: alice).state.lock(at: now, limits: limits)
        return beforeLast == nil && afterLast == .temporary(remaining: 600)
    }

    private func areChargesLeft() throws -> Bool {
        if keepsOthersWaiting { return true }
        _ = try guess(on: host)
        let slow = try host.account(of: alice).attempt(limits: .none, at: now)
        guard try failures() == 2, try tryCode(1, on: host) == .accepted else { return false }
        guard try failures() == 1 else { return false }
        _ = try slow.settle { (_) throws(AccountError) in .wrong }
        return try failures() == 1
    }

    private func isDeadRefused() throws -> Bool {
        if keepsOthersWaiting { return true }
        let strict = AttemptLimits(lockAfter: 2, lockFor: 600, lockCap: 100)
        let slow = try host.account(of: alice).attempt(limits: strict, at: now)
        let text = try token.code(at: 1)
        // Half a minute later others take it for a wrong code.
        let other = try otherHost.tryCode(
            token.wrongCode(at: 200), of: alice, at: now + 30, limits: strict)
        let next = try tryCode(2, on: otherHost, limits: strict, at: now + 31)
        guard other == .wrong, case .locked = next else { return false }
        do throws(AccountError) {
            _ = try slow.settle { (attempt) throws(AccountError) in try attempt.compare(text) }
            return false
        } catch {
            guard case .unsettled = error else { return false }
        }
        return try failures() == 2
    }

    private func areLoginAndEditKept() throws -> Bool {
        if keepsOthersWaiting { return true }
        beforeSwaps(1...1) { _ = try tryCode(1, on: otherHost) }
        try add("phone", on: host)
        let devices = try otherHost.account(of: alice).identity.devices.count
        return try devices == 2 && tryCode(1, on: host) == .used
    }

    private func isOneEditKept() throws -> Bool {
        if keepsOthersWaiting { return true }
        beforeSwaps(1...1) { try add("phone", on: otherHost) }
        do { try add("tablet", on: host) } catch let error as AccountError {
            guard case .contended = error else { return false }
        }
        return try otherHost.account(of: alice).identity.devices.map(\.label) == ["token", "phone"]
    }

    private func isOneChallengeKept() throws -> Bool {
        if keepsOthersWaiting { return true }
        beforeSwaps(1...1) { _ = try send(on: otherHost) }
        return try send(on: host) == false
            && otherHost.account(of: alice).state.sendCount(within: 60, at: now) == 1
    }

    /// Sends a code, or finds the one that waits; whether it is a new one.
    private func send(on host: TestHost) throws -> Bool {
        let rules = ChallengeRules(
            codeLength: 6, lifetime: 300, resendAfter: 60, methods: [.email], sendLimit: 5,
            sendPeriod: 3600, deliveryTimeout: 15)
        let opening = try host.account(of: alice).openChallenge(
            by: .email, isAsked: false, rules: rules, limits: .none, at: now
        ) { () throws(AccountError) in nil }
        if case .new = opening { return true } else { return false }
    }
}

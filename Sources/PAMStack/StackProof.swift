/// What holds of a service's stack, however its modules answer.
///
/// Proven is, where ``findings`` has no error:
/// - nothing passes without our module having let it: neither past it, nor after it has refused or could not be loaded;
/// - a wrong first factor never comes to our module;
/// - with the right first factor and the right code, and where the policy asks for none, a login can succeed.
package struct StackProof {
    package private(set) var findings: [StackFinding] = []

    private let lines: [StackLine]
    private let known: [KnownModule?]
    private let isMissing: (ModuleReference) -> Bool

    /// Whether the stack lets a key of sshd's be the first factor, and asks for proof of it.
    private var isForKeys: Bool {
        modules.contains {
            known[$0.index] == .ours && $0.module.arguments.contains("after=publickey")
        }
    }

    /// `isMissing` says of a module whether its file is not there.
    package init(_ stack: Stack, isMissing: @escaping (ModuleReference) -> Bool) {
        lines = stack.lines[.auth, default: []]
        known = lines.map { line in
            guard case .module(let module) = line.content else { return nil }
            return KnownModule(module)
        }
        self.isMissing = isMissing
        if let doubt = stack.doubt { findings.append(StackFinding(.readDifferently(doubt))) }
        if let failure = stack.failure { findings.append(StackFinding(.refusesEverybody(failure))) }
        guard let gate = known.lastIndex(of: .ours) else {
            findings.append(StackFinding(.notNamed))
            return
        }
        proveNothingPasses()
        if isForKeys { proveKey(above: gate, service: stack.service) } else { proveFirstFactor() }
        proveSomebodyGetsIn()
        note()
        proveAccount(stack.lines[.account, default: []])
    }

    /// The lines that name modules.
    private var modules: [(index: Int, module: ModuleReference)] {
        lines.enumerated().compactMap { index, line in
            guard case .module(let module) = line.content else { return nil }
            return (index, module)
        }
    }

    private var asking: Set<Int> { Set(known.indices.filter { known[$0] == .ours }) }

    /// Explores with what our module gives, and with a first factor that is right or wrong.
    private func explore(ours: [ReturnValue], isPasswordRight: Bool) -> Exploration {
        Exploration(lines, asking: asking) { index in
            guard case .module(let module) = lines[index].content, let known = known[index] else {
                return [.permissionDenied]
            }
            // Of ours, what libpam says in its place is among the values.
            if known != .ours, isMissing(module) { return [.moduleUnknown] }
            switch known {
            case .ours: return ours
            case .splitting: return ReturnValue.refusals + [.ignore]
            case .deny: return [.authenticationError]
            case .permit: return [.success]
            case .password(let mayIgnore):
                if isPasswordRight { return ReturnValue.allCases }
                return mayIgnore ? ReturnValue.refusals + [.ignore] : ReturnValue.refusals
            case .other: return ReturnValue.allCases
            }
        }
    }

    private mutating func proveNothingPasses() {
        // A module that is missing gives moduleUnknown, which is among them.
        let exploration = explore(ours: ReturnValue.refusals, isPasswordRight: true)
        if let way = exploration.way(to: { isIn($0) && !$0.hasAsked }) {
            findings.append(StackFinding(.passesWithoutCode, way: described(way)))
        }
        if let way = exploration.way(to: { isIn($0) && $0.hasAsked }) {
            findings.append(StackFinding(.refusalIsForgotten, way: described(way)))
        }
    }

    private mutating func proveFirstFactor() {
        let exploration = explore(ours: [.success, .ignore], isPasswordRight: false)
        if let way = exploration.way(to: { isIn($0) && $0.hasAsked }) {
            findings.append(StackFinding(.codeAloneIsEnough, way: described(way)))
        } else if let way = exploration.way(to: { $0.hasAsked }) {
            findings.append(StackFinding(.asksAfterWrongPassword, way: described(way)))
        }
    }

    /// sshd has checked a key before it asks PAM, and says so; nothing above our line may say it in its place.
    private mutating func proveKey(above gate: Int, service: String) {
        // Our module believes it of sshd alone.
        if service != "sshd" { findings.append(StackFinding(.nobodyGetsIn)) }
        for (index, module) in modules where known[index] == .ours {
            if !module.arguments.contains("after=publickey") {
                findings.append(StackFinding(.noProofOfKey, at: lines[index]))
            }
        }
        for (index, module) in modules where index < gate {
            if !module.isInPAMFolder || !KnownModule.keepingEnvironment.contains(module.name) {
                findings.append(StackFinding(.speaksForServer(module.path), at: lines[index]))
            }
        }
    }

    private mutating func proveSomebodyGetsIn() {
        let areMissing = modules.contains { known[$0.index] == .ours && isMissing($0.module) }
        guard !areMissing else {
            findings.append(StackFinding(.nobodyGetsIn))
            return
        }
        if explore(ours: [.success], isPasswordRight: true).way(to: { isIn($0) && $0.hasAsked })
            == nil
        {
            findings.append(StackFinding(.nobodyGetsIn))
        } else if explore(ours: [.ignore], isPasswordRight: true).way(to: isIn) == nil {
            findings.append(StackFinding(.exemptedAreRefused))
        }
    }

    private mutating func note() {
        let ours = asking.sorted()
        if ours.count > 1 { findings.append(StackFinding(.namedTwice, at: lines[ours[1]])) }
        for (index, module) in modules {
            if KnownModule.secondFactors.contains(module.name) {
                findings.append(StackFinding(.anotherSecondFactor(module.name), at: lines[index]))
            } else if isMissing(module) {
                findings.append(StackFinding(.moduleIsMissing(module.path), at: lines[index]))
            }
        }
        for line in lines {
            if case .broken(let reason) = line.content {
                findings.append(StackFinding(.brokenLine(reason), at: line))
            } else if case .module = line.content, let complaint = line.control.complaint {
                findings.append(StackFinding(.brokenLine(complaint), at: line))
            }
        }
    }

    /// `KeyOnlyLogin deny` is refused in this phase, where our module is named in it.
    private mutating func proveAccount(_ account: [StackLine]) {
        let ours = Set(
            account.indices.filter { index in
                guard case .module(let module) = account[index].content else { return false }
                return KnownModule(module) == .ours
            })
        guard !ours.isEmpty else {
            findings.append(StackFinding(.accountNotAsked))
            return
        }
        let exploration = Exploration(account, asking: ours) { index in
            guard case .module = account[index].content else { return [.permissionDenied] }
            return ours.contains(index) ? ReturnValue.refusals : ReturnValue.allCases
        }
        if let way = exploration.way(to: isIn) {
            findings.append(StackFinding(.accountPasses, way: Self.described(way, account)))
        }

        func isIn(_ state: Exploration.State) -> Bool {
            state.walk.index >= account.count && state.walk.verdict.letsIn
        }
    }

    private func isIn(_ state: Exploration.State) -> Bool {
        state.walk.index >= lines.count && state.walk.verdict.letsIn
    }

    private func described(_ way: [Exploration.Step]) -> [StackFinding.Step] {
        Self.described(way, lines)
    }

    private static func described(_ way: [Exploration.Step], _ lines: [StackLine]) -> [StackFinding
        .Step]
    {
        way.map { StackFinding.Step(line: lines[$0.line], value: $0.value) }
    }
}

extension ReturnValue {
    /// What a module gives that does not let in, also one that libpam could not load.
    static let refusals = allCases.filter {
        $0 != .success && $0 != .ignore && $0 != .newTokenRequired
    }
}

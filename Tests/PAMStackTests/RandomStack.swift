@testable import PAMStack

/// A stack as nobody would write it, with what its modules answer.
struct RandomStack {
    private(set) var files: Files = [:]
    private(set) var answers: [ReturnValue] = []
    private let isForDebian: Bool

    /// `module` is the path of the module that answers as told; `isForDebian`: with Debian's `@include` as well.
    init(using random: inout some RandomNumberGenerator, module: String, isForDebian: Bool) {
        self.isForDebian = isForDebian
        let count = Int.random(in: 0...4, using: &random)
        for number in 0...count {
            let name = number == 0 ? "sshd" : "part\(number)"
            var text = ""
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                text += line(of: number, among: count, module, using: &random) + "\n"
            }
            if Int.random(in: 0..<20, using: &random) == 0 { text.removeLast() }
            files[name] = text
        }
        if Bool.random(using: &random) {
            files["other"] = "auth required \(module) \(answer(using: &random))\n"
        }
    }

    private mutating func answer(using random: inout some RandomNumberGenerator) -> Int {
        let likely: [ReturnValue] = [.success, .success, .success, .ignore, .authenticationError]
        answers.append(
            Int.random(in: 0..<4, using: &random) > 0
                ? likely.randomElement(using: &random) ?? .success
                : ReturnValue.allCases.filter { $0 != .incomplete }.randomElement(using: &random)
                    ?? .abort)
        return answers.count - 1
    }

    private mutating func line(
        of file: Int, among count: Int, _ module: String,
        using random: inout some RandomNumberGenerator
    ) -> String {
        let blank = [" ", "\t", "  \t"].randomElement(using: &random) ?? " "
        let call = "\(module) \(answer(using: &random))"
        let type = ["auth", "auth", "auth", "auth", "AUTH", "-auth", "[auth]", "account", "aut"]
        let first = type.randomElement(using: &random) ?? "auth"
        if file < count, Int.random(in: 0..<3, using: &random) == 0 {
            // Now and then one that is not there.
            let other =
                "part\(Int.random(in: file + 1...count + (Int.random(in: 0..<12, using: &random) == 0 ? 1 : 0), using: &random))"
            let how =
                ["include", "substack", "SubStack", "substack"].randomElement(using: &random)
                ?? "include"
            let path = Bool.random(using: &random) ? other : "/etc/pam.d/\(other)"
            return isForDebian && Int.random(in: 0..<5, using: &random) == 0
                ? "@include\(blank)\(other)" : first + blank + how + blank + path
        }
        switch Int.random(in: 0..<24, using: &random) {
        case 0: return "# \(first) required \(call)"
        case 1: return "   "
        case 2: return "\(first) required \\\n   \(call)"
        case 3: return "\(first) required \(call) # and so on"
        case 4: return "\(first) required /lib/security/pam_none.so"
        case 5: return first
        case 6: return "\(first) required"
        case 7: return "\(first) required \(call)\r"
        default: return first + blank + control(using: &random) + blank + call
        }
    }

    private func control(using random: inout some RandomNumberGenerator) -> String {
        let short = ["required", "requisite", "sufficient", "optional", "Required", "[required]"]
        if Bool.random(using: &random) { return short.randomElement(using: &random) ?? "required" }
        let words = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            pair(using: &random)
        }
        return "[" + words.joined(separator: " ") + "]"
    }

    private func pair(using random: inout some RandomNumberGenerator) -> String {
        let values = [
            "success", "ignore", "auth_err", "default", "user_unknown", "module_unknown",
            "perm_denied",
        ]
        let value =
            Int.random(in: 0..<8, using: &random) == 0
            ? ReturnValue.allCases.randomElement(using: &random)?.word
            : values.randomElement(using: &random)
        let actions = ["ok", "done", "die", "bad", "ignore", "reset", "1", "2", "3", "9"]
        let odd = ["0", "okay", "", " ok", "99999999999", "1x", "die\\]"]
        let action =
            Int.random(in: 0..<25, using: &random) == 0
            ? odd.randomElement(using: &random) : actions.randomElement(using: &random)
        let equals = Int.random(in: 0..<12, using: &random) == 0 ? " = " : "="
        return (value ?? "success") + equals + (action ?? "ok")
    }
}

/// The same numbers in each run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    // SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

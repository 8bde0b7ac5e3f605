@testable import PAMStack

/// Files of `/etc/pam.d`, by their names.
typealias Files = [String: String]

extension Stack {
    /// What libpam makes of some files.
    init(_ files: Files, service: String = "sshd") {
        self.init(service: service) { name in
            let short = name.hasPrefix("/etc/pam.d/") ? String(name.dropFirst(11)) : name
            return files[short].map { ("/etc/pam.d/\(short)", Array($0.utf8)) }
        }
    }
}

extension Stack {
    /// Follows one login: what libpam gives back, and the numbers of the modules it calls.
    ///
    /// A module's first argument is its number; those without one are not there.
    func authenticate(_ answers: [ReturnValue]) -> (letsIn: Bool, called: [Int]) {
        guard failure == nil else { return (false, []) }
        let lines = lines[.auth, default: []]
        var walk = Walk()
        var called: [Int] = []
        walk.enter(lines)
        while walk.index < lines.count {
            var value = ReturnValue.permissionDenied
            if case .module(let module) = lines[walk.index].content {
                value = .moduleUnknown
                if module.name.hasPrefix("libanswering"),
                    let number = module.arguments.first.flatMap({
                        Int($0.prefix { $0.isASCII && $0.isNumber })
                    })
                {
                    called.append(number)
                    value = answers[number]
                }
            }
            walk.answer(value, in: lines)
            walk.enter(lines)
        }
        return (walk.verdict.letsIn, called)
    }
}

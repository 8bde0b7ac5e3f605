/// A login on its way through one phase of a stack: where it is, and what libpam thinks of it.
///
/// The rules are those of libpam's dispatcher, which are the same from 1.1 to 1.7.
struct Walk: Hashable {
    /// What libpam has made of the answers so far.
    enum Impression: Hashable {
        case none, positive, negative
    }

    /// What libpam goes back to when a line says `reset`, and gives back in the end.
    struct Verdict: Hashable {
        var impression = Impression.none
        /// Whether the result would be PAM_SUCCESS; what failure it is else makes no difference.
        var isSuccess = false

        /// Whether the phase lets in, when it ends so.
        var letsIn: Bool { impression == .positive && isSuccess }
    }

    /// The line that libpam comes to next; behind the last one the phase has ended.
    private(set) var index = 0
    private(set) var verdict = Verdict()
    /// The level of the line before.
    private var level = 0
    /// For each level of substacks that the walk is in, the verdict with which it came there; the first is that of the
    /// stack itself.
    private var entrances = [Verdict()]

    /// Goes on to the next line that a module answers; libpam comes to substacks and broken lines without asking anybody.
    mutating func enter(_ lines: [StackLine]) {
        while index < lines.count {
            let line = lines[index]
            if level < line.level {
                entrances = Array(entrances.prefix(line.level))
                while entrances.count <= line.level { entrances.append(verdict) }
            } else {
                entrances = Array(entrances.prefix(line.level + 1))
            }
            guard case .substack = line.content else { return }
            level = line.level
            index += 1
        }
    }

    /// What libpam does after the line's module has answered, for a walk that has entered it.
    mutating func answer(_ value: ReturnValue, in lines: [StackLine]) {
        let line = lines[index]
        let action = line.control[value]
        level = line.level
        var isDecided = false
        switch action {
        case .ignore: break
        case .reset: verdict = entrances[line.level]
        case .ok, .done:
            if verdict.impression == .none || verdict.letsIn {
                verdict = Verdict(impression: .positive, isSuccess: value == .success)
            }
            isDecided = action == .done && verdict.impression == .positive
        case .bad, .die:
            verdict = Verdict(impression: .negative, isSuccess: false)
            isDecided = action == .die
        case .jump(let count): jump(over: count, in: lines)
        }
        if isDecided { leave(lines) }
        index += 1
    }

    /// Goes to the last line before the next one that is less deep.
    private mutating func leave(_ lines: [StackLine]) {
        while index + 1 < lines.count, lines[index + 1].level >= level { index += 1 }
    }

    /// A substack counts as one; a jump that would leave the substack, or the stack, is a failure.
    private mutating func jump(over count: Int, in lines: [StackLine]) {
        var left = count
        while left > 0, index + 1 < lines.count, lines[index + 1].level >= level {
            repeat { index += 1 } while index + 1 < lines.count && lines[index + 1].level > level
            left -= 1
        }
        if left > 0 { verdict = Verdict(impression: .negative, isSuccess: false) }
    }
}

/// Follows every way that a login can take through a phase, for all that the modules may answer.
struct Exploration {
    /// What one module has answered on a way.
    struct Step: Hashable {
        let line: Int
        let value: ReturnValue
    }

    /// Where some ways have led to.
    struct State: Hashable {
        var walk = Walk()
        /// Whether the line that asks for the code was come to.
        var hasAsked = false
    }

    private struct Visit {
        let state: State
        let step: Step?
        let from: Int?
    }

    private var visits: [Visit] = []

    /// `answers` are what the module of a line may give.
    init(_ lines: [StackLine], asking: Set<Int>, answers: (Int) -> [ReturnValue]) {
        var seen: Set<State> = []
        var next = 0
        func visit(_ state: State, _ step: Step?, from: Int?) {
            var state = state
            state.walk.enter(lines)
            if seen.insert(state).inserted {
                visits.append(Visit(state: state, step: step, from: from))
            }
        }
        visit(State(), nil, from: nil)
        while next < visits.count {
            let state = visits[next].state
            let index = state.walk.index
            if index < lines.count {
                for value in distinct(answers(index), in: lines[index].control) {
                    var after = state
                    after.hasAsked = state.hasAsked || asking.contains(index)
                    after.walk.answer(value, in: lines)
                    visit(after, Step(line: index, value: value), from: next)
                }
            }
            next += 1
        }
    }

    /// The shortest way to a state, or nil where none leads to such a one.
    func way(to isWanted: (State) -> Bool) -> [Step]? {
        guard var index = visits.firstIndex(where: { isWanted($0.state) }) else { return nil }
        var steps: [Step] = []
        while let step = visits[index].step, let from = visits[index].from {
            steps.append(step)
            index = from
        }
        return steps.reversed()
    }
}

/// Of values that libpam treats alike, one.
private func distinct(_ values: [ReturnValue], in control: Control) -> [ReturnValue] {
    struct Effect: Hashable {
        let action: Action
        let isSuccess: Bool
    }
    var seen: Set<Effect> = []
    return values.filter {
        seen.insert(Effect(action: control[$0], isSuccess: $0 == .success)).inserted
    }
}

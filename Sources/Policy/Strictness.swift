/// Which of two values of a keyword asks or refuses more.
package enum Strictness: Sendable {
    /// Neither.
    case none
    /// The one with the smaller number, which says how much a value lets through.
    case order(@Sendable (Settings) -> Int)
    /// What both have in common: takes it over from other settings, and returns whether something has changed.
    case combination(@Sendable (inout Settings, Settings) -> Bool)
}

extension Settings {
    /// Takes of a line what asks or refuses more than what holds without it.
    ///
    /// - Returns: Whether something has changed.
    mutating func tighten(_ statement: Statement) -> Bool {
        var other = self
        statement.apply(to: &other)
        switch statement.keyword.strictness {
        case .none: return false
        case .order(let laxness):
            guard laxness(other) < laxness(self) else { return false }
            self = other
            return true
        case .combination(let combine): return combine(&self, other)
        }
    }
}

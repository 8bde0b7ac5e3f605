/// Whether something holds, as far as it is known: the three values of Kleene's logic.
///
/// What is not known never makes the policy laxer; see ``PolicyFile/resolve(_:)``.
enum Truth: Int, Sendable {
    case no
    case unknown
    case yes

    /// Whether both hold.
    func and(_ other: Truth) -> Truth { rawValue < other.rawValue ? self : other }
}

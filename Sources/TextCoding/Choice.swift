/// A value out of a few that have fixed names, in files and where people type them.
package protocol Choice: RawRepresentable, Sendable where RawValue == Int {
    /// The names of all values, each at the place its raw value says.
    static var names: [String] { get }
}

extension Choice {
    /// The name of the value.
    @inline(never)
    package var name: String { Self.names[rawValue] }

    /// All names, as a message lists them.
    package static var allNames: String { alternatives(names) }

    /// Finds the value of this name, in upper or lower case; nil if there is none.
    package init?(named name: String) {
        let bytes = name.bytes
        guard let index = Self.names.firstIndex(where: { $0.hasSameLetters(as: bytes) }) else {
            return nil
        }
        self.init(rawValue: index)
    }
}

/// Names as a person would list them: `a`, `a or b`, `a, b or c`.
package func alternatives(_ names: [String]) -> String {
    var text = ""
    for (index, name) in names.enumerated() {
        let separator = index == 0 ? "" : index == names.count - 1 ? " or " : ", "
        text = compact("\(text)\(separator)\(name)")
    }
    return text
}

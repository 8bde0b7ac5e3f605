internal import ConfigurationGrammar
package import TextCoding

/// A text with names in braces, such as `{code}`, for which values are put in.
///
/// Only a name of ASCII letters in braces is one, so that JSON can be a template as it is.
package struct Template<Name: Choice> {
    private enum Piece {
        case text([UInt8])
        case name(Name)
    }

    private var pieces: [Piece] = []

    /// Reads a template.
    ///
    /// - Throws: where a name is not known.
    package init(parsing bytes: [UInt8]) throws(DeliveryError) {
        var text: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: "{"), let word = Self.braced(rest) {
                guard let index = Name.names.firstIndex(where: { word.means($0) }),
                    let name = Name(rawValue: index)
                else { throw Self.unknown(word) }
                pieces += [.text(text), .name(name)]
                text = []
                rest = rest.dropFirst(word.bytes.count + 2)
            } else {
                text.append(byte)
                rest = rest.dropFirst()
            }
        }
        pieces.append(.text(text))
    }

    /// Whether the template has this name in it.
    package func contains(_ name: Name) -> Bool {
        pieces.contains { piece in
            if case .name(let other) = piece { return other.rawValue == name.rawValue }
            return false
        }
    }

    /// The text with values for the names.
    ///
    /// - Parameter value: the value of a name, written as the text needs it: it is put in as it is.
    /// - Returns: the text.
    package func filled(_ value: (Name) -> [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .text(let text): bytes += text
            case .name(let name): bytes += value(name)
            }
        }
        return bytes
    }

    /// The letters behind an opening brace, where a closing one follows them.
    private static func braced(_ rest: ArraySlice<UInt8>) -> Word? {
        let letters = rest.dropFirst().prefix {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0.lowercased)
        }
        guard !letters.isEmpty, rest.dropFirst(letters.count + 1).first == UInt8(ascii: "}") else {
            return nil
        }
        return Word(bytes: Array(letters))
    }

    private static func unknown(_ word: Word) -> DeliveryError {
        let names = Name.names
        let shown = quoted([UInt8(ascii: "{")] + word.bytes + [UInt8(ascii: "}")])
        let hint = nearestSpelling(of: word, among: names).map { "; did you mean {\($0)}?" }
        let list = names.map { "{\($0)}" }
        return DeliveryError(
            "unknown placeholder \(shown)\(hint ?? "; write \(alternatives(list))")")
    }
}

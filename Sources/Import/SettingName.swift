internal import TextCoding

/// The name of a parameter, option or member that is not understood, where it can be shown.
///
/// In a damaged file it may be a piece of a key.
struct SettingName {
    /// The longest one that is shown, in bytes: no app has a longer one.
    private static let longest = 24

    /// The name; nil where it is not shown.
    let text: String?

    /// The name of a parameter or member, which has a letter in lower case; of one without a value nothing is shown.
    init(shown name: String, isEmpty: Bool = false) {
        let bytes = Array(name.utf8)
        let isName = bytes.allSatisfy {
            $0.isLetterOrDigit && !$0.isDigit || "_-.;".utf8.contains($0)
        }
        text =
            isName && !isEmpty && bytes.count <= Self.longest && !KeyLikeText.isIn(name: name)
            ? name : nil
    }

    /// The name of an option of google-authenticator, which has capitals and an underscore: Base32 has none.
    init(option name: String) {
        let isName = name.utf8.allSatisfy {
            $0 == UInt8(ascii: "_") || $0.isDigit
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
        }
        text =
            isName && name.utf8.contains(UInt8(ascii: "_")) && name.utf8.count <= Self.longest
            ? name : nil
    }
}

extension UnusableLine {
    /// Settings are not understood; those that can be shown are named.
    ///
    /// - Parameters:
    ///   - kind: What they are, in the singular.
    ///   - names: Their names.
    ///   - hint: What may be the reason.
    /// - Returns: The error.
    static func notUnderstood(
        _ kind: String, _ names: [SettingName], hint: String = ""
    ) -> UnusableLine {
        let shown = names.compactMap(\.text)
        let count = names.count == 1 ? "a \(kind) is" : "\(names.count) \(kind)s are"
        let list = shown.isEmpty ? "" : ": " + shown.joined(separator: ", ")
        return UnusableLine("\(count) not understood\(list)\(hint)")
    }
}

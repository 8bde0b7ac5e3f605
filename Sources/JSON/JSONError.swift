internal import TextCoding

/// Why a text is not read as JSON.
package enum JSONError: Error {
    /// It has more bytes than are taken.
    case tooLong
    /// It is damaged, or something else, from this line on.
    case notJSON(line: Int)

    /// The reason, in words, with nothing of the text.
    package var reason: String {
        switch self {
        case .tooLong: "the JSON is too long"
        case .notJSON(let line): compact("this is not JSON: see line \(line)")
        }
    }
}

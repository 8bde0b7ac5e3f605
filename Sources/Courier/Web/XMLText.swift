/// Looks for one value in a short XML answer.
enum XMLText {
    /// The text of the first element with this name and no attributes; nil where there is none.
    ///
    /// The text ends at the next tag. References such as `&lt;` stay as they are.
    static func element(_ name: String, of xml: [UInt8]) -> String? {
        let tag = Array("<\(name)>".utf8)
        var rest = xml[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[start...]
            if rest.starts(with: tag) {
                let text = rest.dropFirst(tag.count)
                guard let end = text.firstIndex(of: UInt8(ascii: "<")) else { return nil }
                return String(decoding: text[..<end], as: UTF8.self)
            }
            rest = rest.dropFirst()
        }
        return nil
    }
}

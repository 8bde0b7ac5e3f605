/// What stands before a text, or shows that it is in an encoding that nobody reads here.
package enum ByteOrderMark {
    /// What is said of a text in UTF-16.
    package static var utf16Advice: String { "this is UTF-16 text; save it as UTF-8" }

    /// How many bytes the mark of UTF-8 has at the beginning of a text: three, or none.
    package static func length(in text: Span<UInt8>) -> Int {
        text.count >= 3 && text[0] == 0xef && text[1] == 0xbb && text[2] == 0xbf ? 3 : 0
    }

    /// Whether a text is UTF-16 of either byte order: by its mark, or by every other byte being NUL.
    package static func isUTF16(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 2 else { return false }
        switch (text[0], text[1]) {
        case (0xff, 0xfe), (0xfe, 0xff): return true
        case (0, 0): return false
        case (0, _): return text.count >= 4 && text[2] == 0 && text[3] != 0
        case (_, 0): return text.count >= 4 && text[2] != 0 && text[3] == 0
        default: return false
        }
    }
}

internal import HostSystem

extension StringProtocol {
    /// The columns that the text takes of a terminal.
    var columns: Int { unicodeScalars.reduce(0) { $0 + CharacterWidth.columns(of: $1) } }
}

extension String {
    /// The text with a replacement character for whatever would move the cursor or change its
    /// colours.
    ///
    /// For names that come out of files, which may hold any byte.
    var printable: String {
        String(
            UnicodeScalarView(
                unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }

    /// The text in lines of so many columns at most: broken at a blank where there is one, else between characters.
    ///
    /// A character that is wider than a line has one of its own.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        var rest = self[...]
        while rest.columns > width, !rest.isEmpty {
            var end = rest.startIndex
            var used = 0
            var blank: Index?
            while end < rest.endIndex {
                let next = rest.index(after: end)
                used += rest[end..<next].columns
                if used > width { break }
                if rest[end] == " " { blank = end }
                end = next
            }
            // The blank behind the last character that fits is as good as one within.
            if end < rest.endIndex, rest[end] == " " { blank = end }
            if let blank, blank > rest.startIndex {
                lines.append(String(rest[..<blank]))
                rest = rest[rest.index(after: blank)...]
            } else {
                end = max(end, rest.index(after: rest.startIndex))
                lines.append(String(rest[..<end]))
                rest = rest[end...]
            }
        }
        return rest.isEmpty && !lines.isEmpty ? lines : lines + [String(rest)]
    }
}

/// A file as libpam puts its lines together: without comments, and continued ones as one.
struct LogicalLines {
    struct Line {
        let number: Int
        let text: [UInt8]
    }

    private(set) var lines: [Line] = []
    /// Why libpam gives the whole file up; nil where it does not.
    private(set) var failure: String?
    /// The line that versions of libpam read differently, and how; nil where all read the same.
    private(set) var doubt: (line: Int, reason: String)?

    /// What libpam before 1.6 has room for: a longer line is two lines to it.
    private static let longestLine = 1023

    init(_ bytes: [UInt8]) {
        var begun: Line?
        var number = 0
        for physical in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            if physical.contains(0) { doubt = doubt ?? (number, "there is a NUL in it") }
            let content = physical.drop { $0.isBlank }
            let hash = content.firstIndex(of: UInt8(ascii: "#"))
            guard let first = content.first, first != UInt8(ascii: "#") else {
                // Older versions read on, newer ones take the line to be complete. The end of the file is not such a
                // line, but what split(separator:) leaves behind the last one.
                if begun != nil, number <= bytes.count(of: 0x0A) || !physical.isEmpty {
                    doubt =
                        doubt ?? (
                            number, "a continued line goes on after an empty one or a comment"
                        )
                }
                continue
            }
            var text = Array(content[..<(hash ?? content.endIndex)])
            let last = text.lastIndex { !$0.isBlank }
            let isContinued = hash == nil && last.map { text[$0] == UInt8(ascii: "\\") } ?? false
            if isContinued, let last {
                text.replaceSubrange(last..., with: [0x20])
            }
            let line = Line(number: begun?.number ?? number, text: (begun?.text ?? []) + text)
            if line.text.count > Self.longestLine {
                doubt = doubt ?? (number, "it is longer than \(Self.longestLine) bytes")
            }
            if isContinued {
                begun = line
            } else {
                lines.append(line)
                begun = nil
            }
        }
        if let begun { failure = "line \(begun.number) is continued where the file ends" }
    }
}

extension [UInt8] {
    fileprivate func count(of byte: UInt8) -> Int { reduce(0) { $1 == byte ? $0 + 1 : $0 } }
}

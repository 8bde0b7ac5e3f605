// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)
    internal import ConfigurationGrammar
    internal import TextCoding

    // What the text of a file shows that its meaning no longer does; also of a file that is no policy.
    extension Finding {
        /// What in the text of a policy is not what it looks like, in the order of its lines.
        package static func ofText(_ bytes: [UInt8]) -> [Finding] {
            var findings: [Finding] = []
            var margins = Margins()
            try? ConfigurationLines.forEach(bytes, maximumSize: PolicyFile.maximumSize) {
                line, number in
                if let impostor = Impostor(firstIn: line) {
                    findings.append(
                        Finding(line: number, severity: .warning, message: impostor.message))
                }
                if let message = margins.message(of: line, number) {
                    findings.append(Finding(line: number, severity: .warning, message: message))
                }
            }
            return findings
        }
    }

    /// A character that looks like one the grammar knows, or like none at all, and is part of a word.
    private struct Impostor {
        private let scalar: Unicode.Scalar
        /// The character it is taken for.
        private let original: String

        /// Finds the first one outside comments; nil where there is none.
        ///
        /// In quotes only blanks are looked for: a text may have quotes and commas of its language.
        init?(firstIn line: ArraySlice<UInt8>) {
            var quote: Unicode.Scalar?
            var isWordStart = true
            for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
                if isWordStart, quote == nil, scalar == "#" { return nil }
                if scalar == quote {
                    quote = nil
                } else if quote == nil, scalar == "\"" || scalar == "'" {
                    quote = scalar
                } else if let original = Self.original(of: scalar), quote == nil || original == " "
                {
                    self.scalar = scalar
                    self.original = original
                    return
                }
                isWordStart = scalar == " " || scalar == "\t"
            }
            return nil
        }

        private static func original(of scalar: Unicode.Scalar) -> String? {
            switch scalar.value {
            case 0x0060, 0x00AB, 0x00B4, 0x00BB, 0x2018, 0x2019, 0x201B...0x201F, 0x2032, 0x2033,
                0x2035, 0x2036,
                0x2039, 0x203A, 0x300C...0x300F:
                "\""
            // U+201A looks like a comma, and is a quote in some languages.
            case 0x060C, 0x201A, 0x3001, 0xFE50, 0xFF64: ","
            case 0x2010...0x2015, 0x2212: "-"
            case 0xFF01...0xFF5E:
                String(UnicodeScalarView([scalar.value - 0xFEE0].compactMap(Unicode.Scalar.init)))
            case 0x80...:
                // What is not seen: blanks, marks that are ignored, and the blank of Braille.
                scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
                    || scalar.properties.generalCategory == .format || scalar.value == 0x2800
                    ? " " : nil
            default: nil
            }
        }

        var message: String {
            let number = String(scalar.value, radix: 16, uppercase: true)
            let name = "U+" + String(repeating: "0", count: max(4 - number.utf8.count, 0)) + number
            if original == " " {
                return
                    "\(name) is no space and is part of the word it stands in; write a space, or nothing"
            }
            return
                "\(String(scalar)) (\(name)) is no \(original) and is part of the word; write \(original)"
        }

        private typealias UnicodeScalarView = String.UnicodeScalarView
    }

    /// Where the lines of a Match block begin.
    private struct Margins {
        /// The Match line of the block: its number, and where it begins; nil for none, and for one that holds always.
        private var match: (number: Int, margin: Int)?
        /// Whether a line of the block was indented further, or an empty line came after one.
        private var looksEnded = false
        private var hasLines = false

        /// What is to be said of a line that looks as though it stood behind the block, and is in it.
        mutating func message(of line: ArraySlice<UInt8>, _ number: Int) -> String? {
            let blanks = line.prefix { $0.isBlank }
            let margin = blanks.reduce(0) { column, byte in
                byte == UInt8(ascii: "\t") ? (column / 8 + 1) * 8 : column + 1
            }
            let text = line.dropFirst(blanks.count)
            let words = text.split { $0.isBlank || $0 == UInt8(ascii: "=") }.map {
                Word(bytes: Array($0))
            }
            guard let word = words.first else {
                if hasLines { looksEnded = true }
                return nil
            }
            if word.means(MatchCondition.keyword) {
                let isAll = words.count > 1 && words[1].means("all")
                (match, looksEnded, hasLines) = (isAll ? nil : (number, margin), false, false)
                return nil
            }
            guard let match, text.first != UInt8(ascii: "#") else { return nil }
            hasLines = true
            guard margin <= match.margin, looksEnded else {
                if margin > match.margin { looksEnded = true }
                return nil
            }
            return
                "\(word.text) stands at the margin and still belongs to the Match of line \(match.number); what holds for "
                + "all stands above the first Match, or below Match all"
        }
    }
#endif

extension QRSymbol {
    /// How a symbol is drawn as text.
    package enum Style: Sendable, Equatable {
        /// Half blocks; dark modules are ink: right for paper and for terminals with a light background.
        case plain
        /// Half blocks, black on white by ANSI escape sequences, whatever colours the terminal has.
        case colored
        /// Half blocks; light modules are ink: right for terminals with a dark background.
        case light
        /// Two number signs for a light module and two blanks for a dark one: right for terminals with a dark
        /// background that show nothing but ASCII.
        case lightASCII
        /// Two number signs for a dark module and two blanks for a light one.
        case plainASCII
    }

    /// The light modules that must be around a symbol; ISO/IEC 18004 demands four.
    package static let quietZone = 4

    /// Black on white of the 256 colours, which no theme changes.
    private static let blackOnWhite = "\u{1B}[38;5;16;48;5;231m"
    private static let reset = "\u{1B}[0m"

    /// The symbol with light modules around it as lines of text, each ended by a newline.
    ///
    /// A character of a terminal is about twice as high as wide, so half blocks make square
    /// modules, two rows of them to a line.
    package func draw(_ style: Style, quietZone: Int = quietZone) -> String {
        let positions = -quietZone..<width + quietZone
        let rowsOfLine: Int
        switch style {
        case .plain, .colored, .light: rowsOfLine = 2
        case .lightASCII, .plainASCII: rowsOfLine = 1
        }
        var text = ""
        for row in stride(from: positions.lowerBound, to: positions.upperBound, by: rowsOfLine) {
            if style == .colored { text += Self.blackOnWhite }
            for column in positions {
                let upper = isDark(row: row, column: column)
                let lower = isDark(row: row + 1, column: column)
                switch style {
                case .plain, .colored: text += Self.block(upper: upper, lower: lower)
                case .light:
                    // Below the last row there is nothing to draw.
                    let isInside = row + 1 < positions.upperBound
                    text += Self.block(upper: !upper, lower: !lower && isInside)
                case .lightASCII: text += upper ? "  " : "##"
                case .plainASCII: text += upper ? "##" : "  "
                }
            }
            if style == .colored { text += Self.reset }
            text += "\n"
        }
        return text
    }

    private static func block(upper: Bool, lower: Bool) -> String {
        switch (upper, lower) {
        case (true, true): "█"
        case (true, false): "▀"
        case (false, true): "▄"
        case (false, false): " "
        }
    }
}

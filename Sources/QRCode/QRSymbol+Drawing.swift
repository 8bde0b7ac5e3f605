extension QRSymbol {
    /// How a symbol is drawn as text.
    package enum Style: Sendable {
        /// Dark modules are ink: right for paper and for terminals with a light background.
        case plain
        /// Black on white by ANSI escape sequences, whatever colours the terminal has.
        case colored
    }

    /// The light modules that must be around a symbol; ISO/IEC 18004 demands four.
    package static let quietZone = 4

    /// Black on white of the 256 colours, which no theme changes.
    private static let blackOnWhite = "\u{1B}[38;5;16;48;5;231m"
    private static let reset = "\u{1B}[0m"

    /// The symbol with its quiet zone as lines of text, two rows of modules to a line, each ended
    /// by a newline.
    ///
    /// A character of a terminal is about twice as high as wide, so half blocks make square
    /// modules.
    package func draw(_ style: Style) -> String {
        let positions = -Self.quietZone..<width + Self.quietZone
        var text = ""
        for row in stride(from: positions.lowerBound, to: positions.upperBound, by: 2) {
            if style == .colored { text += Self.blackOnWhite }
            for column in positions {
                text += Self.block(
                    upper: isDark(row: row, column: column),
                    lower: isDark(row: row + 1, column: column))
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

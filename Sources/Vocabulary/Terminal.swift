/// The terminal a person looks at.
package struct Terminal: Equatable, Sendable {
    /// How many columns and lines it has, as far as that is told: 1 to 9999.
    package static let sizes = 1...9999

    /// Its width, in columns.
    package let columns: Int
    /// Its height, in lines.
    package let lines: Int
    /// Whether it may be sent the escape sequences for colours (ECMA-48).
    package let showsColors: Bool

    /// - Parameters:
    ///   - columns: Its width; 80 where nobody knows, or where that is no width.
    ///   - lines: Its height; 24 in the same cases.
    ///   - showsColors: Whether it may be sent the escape sequences for colours.
    package init(columns: Int? = nil, lines: Int? = nil, showsColors: Bool) {
        func usable(_ size: Int?, or usual: Int) -> Int {
            guard let size, Self.sizes.contains(size) else { return usual }
            return size
        }
        self.columns = usable(columns, or: 80)
        self.lines = usable(lines, or: 24)
        self.showsColors = showsColors
    }
}

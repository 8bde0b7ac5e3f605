internal import CHostSystem

/// How wide text is on a terminal.
package enum CharacterWidth {
    /// The columns that a character takes of a terminal; wcwidth(3).
    ///
    /// The C library's table is that of the system's other programs and is renewed with it; Swift's properties of
    /// Unicode have no East Asian width.
    ///
    /// - Returns: 2 for wide and fullwidth ones and most emoji, 0 for what is added to the one before, else 1.
    package static func columns(of scalar: Unicode.Scalar) -> Int {
        Int(host_character_width(scalar.value))
    }
}

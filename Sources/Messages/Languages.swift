extension Language {
    /// The languages there are: one line for each, at a place of its own without a gap; first that of who has
    /// chosen none.
    ///
    /// - Returns: What was read of the language at this place; nil where there is none.
    static func meet<Reader: LanguageReader>(_ place: Int, _ reader: Reader) -> Reader.Value? {
        switch place {
        case 0: reader.read(English.self)
        case 1: reader.read(SimplifiedChinese.self)
        default: nil
        }
    }
}

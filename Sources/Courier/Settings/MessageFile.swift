package import Messages

/// The template of the message in one language.
package struct MessageFile {
    /// The language it is for.
    package let language: Language
    /// Where it is.
    package let file: ReferencedFile
}

/// A line that names the template for a language.
package struct MessagePath: Sendable {
    /// The language.
    let language: Language
    /// The absolute path of the template.
    let path: String
}

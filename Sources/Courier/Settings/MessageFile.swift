package import Messages
internal import Policy

/// The template of the message in one language.
package struct MessageFile {
    /// The language it is for.
    package let language: Language
    /// Where it is.
    package let file: ReferencedFile
}

/// What is wrong with an address or a number.
package struct InvalidContact: Error {
    /// What is wrong, for the person who typed it.
    package let message: String

    init(_ message: String) { self.message = message }
}

/// The person who enrols, at the other end of a login.
package protocol Conversation {
    /// Puts a question, and waits for what is typed.
    mutating func ask(_ text: String) throws(HungUp) -> [UInt8]
    /// Shows something.
    mutating func tell(_ text: String) throws(HungUp)
}

/// The person is gone, or their client cannot be asked.
package struct HungUp: Error {
    package init() {}
}

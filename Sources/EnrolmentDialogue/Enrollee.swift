internal import Cryptography
package import Messages

/// Somebody who enrols a device, at a login or by the command, and how they are spoken to.
package struct Enrollee<Person: Conversation> {
    /// What they are asked and told by.
    package let conversation: Person
    /// The language they read.
    package let language: Language
    /// Whether what they type may show.
    package let echo: Bool
    /// The time of day, in seconds since 1970; nil where the system has none.
    private let clock: () -> Int64?

    package init(
        _ conversation: Person, language: Language, echo: Bool,
        clock: @escaping () -> Int64?
    ) {
        self.conversation = conversation
        self.language = language
        self.echo = echo
        self.clock = clock
    }

    /// Puts a question, and waits for what is typed.
    func ask(_ question: String) throws(EnrolmentFailure) -> SecretBytes {
        do throws(ConversationFailure) {
            return try conversation.ask(question, echo: echo)
        } catch {
            throw .hungUp
        }
    }

    /// Now, in seconds since 1970.
    func time() throws(EnrolmentFailure) -> Int64 {
        guard let time = clock() else { throw .broken("the system has no time of day") }
        return time
    }
}

extension SecretBytes {
    /// Whether what was typed is a word, in upper or lower case; blanks do not count.
    borrowing func means(_ word: String) -> Bool {
        withBytes { typed in
            var letters: [UInt8] = []
            for index in typed.indices
            where typed[index] != UInt8(ascii: " ") && typed[index] != UInt8(ascii: "\r") {
                letters.append(typed[index] | 0x20)
            }
            return letters == Array(word.utf8)
        }
    }
}

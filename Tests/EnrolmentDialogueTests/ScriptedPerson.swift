import EnrolmentDialogue

/// A person whose answers a test gives, and who keeps what they were shown.
struct ScriptedPerson: Conversation {
    /// What is typed at a question; nil hangs up.
    let answer: (_ question: String, _ number: Int) -> String?
    private(set) var questions: [String] = []
    private(set) var told: [String] = []

    init(answer: @escaping (_ question: String, _ number: Int) -> String?) {
        self.answer = answer
    }

    mutating func ask(_ text: String) throws(HungUp) -> [UInt8] {
        questions.append(text)
        guard let typed = answer(text, questions.count) else { throw HungUp() }
        return Array(typed.utf8)
    }

    mutating func tell(_ text: String) throws(HungUp) { told.append(text) }
}

package import Messages
package import Vocabulary

/// What the courier is asked to do: the module and the command write it to its standard input.
///
/// One line for each field, a name and a value. It goes through a pipe, so that no code is ever an argument
/// or in the environment, where others could read it.
package struct DeliveryRequest: Sendable {
    /// What to do.
    package enum Purpose: Sendable, Equatable, CaseIterable {
        /// All there are.
        package static var allCases: [Purpose] {
            [.send, .test, .check] + Notice.allCases.map { .notify($0) }
        }

        /// Send a code.
        case send
        /// Send a code and tell each step, with its time.
        case test
        /// Check the settings, and reach the servers without sending.
        case check
        /// Tell a person of something, and answer before it is delivered.
        case notify(Notice)

        var name: String {
            switch self {
            case .send: "send"
            case .test: "test"
            case .check: "check"
            case .notify(let notice): notice.name
            }
        }
    }

    /// Who is to get the code.
    package enum Target: Sendable {
        /// Addresses or numbers, as the method needs them, checked.
        case contacts([String])
        /// A topic of the delivery file.
        case topic(String)
        /// A person's entry in a directory of the delivery file, by their user name.
        case directory(String)
    }

    /// What to do.
    package var purpose: Purpose
    /// The file of the channels, an absolute path.
    package var deliveryFile: String
    /// In how many seconds the courier must be done.
    package var timeout: Int
    /// The channel; nil for all, where only a check is asked.
    package var channel: String?
    /// How the code goes: by e-mail, text message or DingTalk.
    package var method: Method
    /// Who gets it.
    package var target: Target
    /// The code; empty for a notice.
    package var code: String
    /// The number of the challenge, which the prompt shows too; 0 for a notice.
    package var number: Int
    /// The user who logs in.
    package var user: String
    /// The name of this host.
    package var host: String
    /// Where the login comes from, or nothing.
    package var source: String
    /// When the code was made, or what a notice tells of happened, in seconds since 1970.
    package var time: Int64
    /// For how many seconds the code is good; 0 for a notice.
    package var lifetime: Int
    /// The language of the message.
    package var language: Language

    package init(
        purpose: Purpose, deliveryFile: String, timeout: Int, channel: String?, method: Method,
        target: Target, code: String, number: Int, user: String, host: String, source: String,
        time: Int64, lifetime: Int, language: Language
    ) {
        self.purpose = purpose
        self.deliveryFile = deliveryFile
        self.timeout = timeout
        self.channel = channel
        self.method = method
        self.target = target
        self.code = code
        self.number = number
        self.user = user
        self.host = host
        self.source = source
        self.time = time
        self.lifetime = lifetime
        self.language = language
    }
}

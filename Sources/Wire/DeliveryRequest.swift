package import Messages
package import Vocabulary

/// What the courier is asked to do: the module and the command write it to its standard input.
///
/// It goes through a pipe, so that no code is ever an argument or in the environment, where others could read it.
package struct DeliveryRequest: Sendable {
    /// The file of the channels, an absolute path.
    package var deliveryFile: String
    /// In how many seconds the courier must be done.
    package var timeout: Int
    /// What to do.
    package var task: Task

    /// What to do.
    package enum Task: Sendable {
        /// Send a code; and tell each step with its time, where that is wanted.
        case send(CodeToSend, OutgoingMessage, tellsSteps: Bool)
        /// Tell a person of something, and answer before it is delivered.
        case notify(Notice, OutgoingMessage)
        /// Check the settings of one channel, or of all and the directories too; and reach the servers without
        /// sending, where that is wanted.
        case check(channel: String?, reachesServers: Bool)
    }

    package init(deliveryFile: String, timeout: Int, task: Task) {
        self.deliveryFile = deliveryFile
        self.timeout = timeout
        self.task = task
    }
}

/// A code that is sent, and what belongs to it.
package struct CodeToSend: Sendable {
    /// The code.
    package var text: String
    /// The number of the challenge, which the prompt shows too.
    package var number: Int
    /// For how many seconds the code is good.
    package var lifetime: Int

    package init(text: String, number: Int, lifetime: Int) {
        self.text = text
        self.number = number
        self.lifetime = lifetime
    }
}

/// A message that the courier sends, of a code or of a notice: the way it goes, and what it tells of a login.
package struct OutgoingMessage: Sendable {
    /// Who is to get it.
    package enum Target: Sendable {
        /// Addresses or numbers, as the method needs them, checked.
        case contacts([String])
        /// A topic of the delivery file.
        case topic(String)
        /// A person's entry in a directory of the delivery file, by their user name.
        case directory(String)
    }

    /// The channel.
    package var channel: String
    /// How it goes: by e-mail, text message or chat.
    package var method: Method
    /// Who gets it.
    package var target: Target
    /// The user who logs in.
    package var user: String
    /// The name of this host.
    package var host: String
    /// Where the login comes from, or nothing.
    package var source: String
    /// When the code was made, or what a notice tells of happened, in seconds since 1970.
    package var time: Int64
    /// The language of the message.
    package var language: Language

    package init(
        channel: String, method: Method, target: Target, user: String, host: String,
        source: String, time: Int64, language: Language
    ) {
        self.channel = channel
        self.method = method
        self.target = target
        self.user = user
        self.host = host
        self.source = source
        self.time = time
        self.language = language
    }
}

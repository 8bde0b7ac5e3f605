internal import Accounts
internal import OneTimePassword
internal import Policy
internal import Vocabulary

/// The methods of a person that the policy accepts, and where codes reach them.
struct UsableMethods {
    /// The methods, the person's own choice first, then in the policy's order of preference.
    private(set) var all: [Method] = []
    /// How many digits the codes of the devices have.
    private(set) var deviceDigits: [Int] = []
    /// Whether the person has anything of their own, be it something the policy does not accept, or ever had.
    let isEnrolled: Bool
    /// The person's own address.
    private(set) var email: String?
    /// The person's own number.
    private var phone: String?

    /// The methods of a person without an account: what the policy has for everybody.
    init(under settings: Settings) {
        all = settings.methods.filter {
            $0 == .screen || settings.channel(for: $0) != nil && settings.reachesWithoutAccount
        }
        isEnrolled = false
    }

    /// The methods of a person with an account; recovery codes that were all used are none.
    init(of identity: borrowing Identity, _ state: LoginState, under settings: Settings) {
        email = identity.contacts.email?.text
        phone = identity.contacts.phone?.text
        isEnrolled = identity.isEnrolled
        deviceDigits = identity.devices.map { $0.hotp.digits }
        for method in settings.methods {
            let isUsable =
                switch method {
                case .totp, .hotp: identity.devices.contains { $0.method == method }
                case .recovery:
                    identity.recovery.map { state.unusedCount(of: $0) > 0 } ?? false
                case .screen: true
                case .email, .sms, .chat:
                    settings.channel(for: method) != nil
                        && (settings.reachesWithoutAccount || !contacts(for: method).isEmpty)
                }
            guard isUsable else { continue }
            let isPreferred = method == identity.contacts.preferredMethod
            all.insert(method, at: isPreferred ? 0 : all.count)
        }
    }

    /// The person's own addresses and numbers that codes of a method may go to.
    func contacts(for method: Method) -> [String] {
        let contacts =
            switch method {
            case .email: [email]
            case .sms: [phone]
            // Which of both a chat knows people by is for the channel, whose file is not read here.
            case .chat: [phone, email]
            case .totp, .hotp, .screen, .recovery: [String?]()
            }
        return contacts.compactMap { $0 }
    }

    /// The method a login begins with; recovery codes are for when nothing else is left.
    var first: Method? { all.first { $0 != .recovery } ?? all.first }

    /// Whether there is something to type that nobody needs to send first.
    var hasCodeAtHand: Bool { all.contains { !$0.isMadeAtLogin } }

    /// The methods a person may ask for by their name.
    var requestable: [Method] { all.filter { $0.isMadeAtLogin } }
}

extension Method {
    /// Whether the login makes the code, and sends or shows it.
    var isMadeAtLogin: Bool {
        switch codeSource {
        case .message, .question: true
        case .device, .list: false
        }
    }
}

extension Settings {
    /// Whether codes reach people who have no account: those of a topic or a directory.
    var reachesWithoutAccount: Bool {
        switch recipients {
        case .account: false
        case .topic, .directory: methods.contains { channel(for: $0) != nil }
        }
    }
}

extension Keyword {
    /// Gives a setting its value.
    typealias Assignment = @Sendable (inout Settings) -> Void

    /// What the table says of a keyword: the form of its value, and the setting it stands for.
    struct Row {
        /// Reads the values of a line.
        let assignment: ([Word]) throws(InvalidText) -> Assignment
        /// The value in these settings, as one would write it in the file.
        let text: (Settings) -> String

        init<Value>(
            _ format: ValueFormat<Value>,
            _ get: @escaping @Sendable (Settings) -> Value,
            _ set: @escaping @Sendable (inout Settings, Value) -> Void
        ) {
            assignment = { (words) throws(InvalidText) in
                let value = try format.read(words)
                return { settings in set(&settings, value) }
            }
            text = { settings in format.write(get(settings)) }
        }
    }

    /// The row of this keyword in the table.
    var row: Row {
        let second = 1
        let minute = 60
        let hour = 60 * minute
        let week = 7 * 24 * hour
        return switch self {
        case .secondFactor:
            Row(.choice, { $0.secondFactor }, { $0.secondFactor = $1 })
        case .methods:
            Row(.choices, { $0.methods }, { $0.methods = $1 })
        case .unenrolled:
            Row(.choice, { $0.unenrolledUntilDeadline }, { $0.unenrolledUntilDeadline = $1 })
        case .enrolmentDeadline:
            Row(.optional(.date), { $0.enrolmentDeadline }, { $0.enrolmentDeadline = $1 })
        case .enrolment:
            Row(.choice, { $0.enrolment }, { $0.enrolment = $1 })
        case .window:
            Row(.number(in: 0...10), { $0.window }, { $0.window = $1 })
        case .codeLength:
            Row(.number(in: 6...10), { $0.codeLength }, { $0.codeLength = $1 })
        case .codeLifetime:
            Row(.time(in: second...10 * minute), { $0.codeLifetime }, { $0.codeLifetime = $1 })
        case .resendAfter:
            Row(.time(in: 0...hour), { $0.resendAfter }, { $0.resendAfter = $1 })
        case .sendLimit:
            Row(.sendLimit, { $0.sendLimit }, { $0.sendLimit = $1 })
        case .trustPeriod:
            Row(.time(in: 0...168 * hour), { $0.trustPeriod }, { $0.trustPeriod = $1 })
        case .trustBinds:
            Row(.choice, { $0.trustBinds }, { $0.trustBinds = $1 })
        case .lockAfter:
            Row(.number(in: 1...10_000), { $0.lockAfter }, { $0.lockAfter = $1 })
        case .lockFor:
            Row(.time(in: second...52 * week), { $0.lockFor }, { $0.lockFor = $1 })
        case .lockCap:
            Row(.number(in: 1...10_000), { $0.lockCap }, { $0.lockCap = $1 })
        case .language:
            Row(.choice, { $0.language }, { $0.language = $1 })
        case .emailVia:
            Row(.optional(.name), { $0.emailVia }, { $0.emailVia = $1 })
        case .smsVia:
            Row(.optional(.name), { $0.smsVia }, { $0.smsVia = $1 })
        case .dingTalkVia:
            Row(.optional(.name), { $0.dingTalkVia }, { $0.dingTalkVia = $1 })
        case .recipients:
            Row(.recipients, { $0.recipients }, { $0.recipients = $1 })
        case .echo:
            Row(.choice, { $0.echo }, { $0.echo = $1 })
        case .splitAt:
            Row(.optional(.separator), { $0.splitAt }, { $0.splitAt = $1 })
        case .keyOnlyLogin:
            Row(.choice, { $0.keyOnlyLogin }, { $0.keyOnlyLogin = $1 })
        case .stateDirectory:
            Row(.absolutePath, { $0.stateDirectory }, { $0.stateDirectory = $1 })
        case .keyFile:
            Row(.absolutePath, { $0.keyFile }, { $0.keyFile = $1 })
        case .deliveryFile:
            Row(.absolutePath, { $0.deliveryFile }, { $0.deliveryFile = $1 })
        }
    }
}

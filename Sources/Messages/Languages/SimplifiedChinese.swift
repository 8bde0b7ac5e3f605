internal import TextCoding
internal import Vocabulary

/// Chinese in simplified characters, as it is written in China.
enum SimplifiedChinese: WrittenLanguage {
    static var tag: String { "zh-CN" }
    static var alphabet: MessageAlphabet { .unicode }

    // MARK: - At a login

    static func prompt(_ text: PromptText) -> String {
        switch text {
        case .verificationCode(let alternatives):
            alternatives.isEmpty
                ? "验证码 / Verification code: "
                : compact(
                    "验证码（或输入 \(alternatives)） / Verification code (or type \(alternatives)): ")
        case .sentCode(let number, let target, let alternatives):
            alternatives.isEmpty
                ? compact("\(wasSent(number, target))\n验证码 / Verification code #\(number): ")
                : compact(
                    """
                    \(wasSent(number, target))
                    验证码（输入 \(alternatives) 可重新发送） / Verification code #\(number) \
                    (or type \(alternatives) for another):\u{20}
                    """)
        case .appendSentCode(let number, let target):
            compact("\(wasSent(number, target))请重新登录，并在原有输入之后紧接着输入验证码。")
        case .nextCode(let seconds): compact("\(seconds) 秒后才能再次发送验证码。")
        case .notACode: "输入的不是验证码。"
        case .tooManyCodes(let seconds):
            compact("发送验证码次数过多，请在 \(seconds.wholeMinutes) 分钟后重试。")
        case .sendingFails(let seconds): compact("验证码暂时无法发送，请在 \(seconds) 秒后重试。")
        case .notSent: "验证码未能发送，请联系管理员。"
        case .perhapsSent(let number): compact("验证码 #\(number) 可能未能发送。如果收到，请重新登录并输入。")
        case .shownNumber(let number): compact("请输入 / Type \(number): ")
        case .usedCode: "该验证码已被使用，请等待下一个验证码。"
        case .expiredCode: "该验证码已过期，请重新登录以获取新的验证码。"
        case .locked(let seconds): compact("验证码错误次数过多，请在 \(seconds.wholeMinutes) 分钟后重试。")
        case .lockedUntilUnlocked: "验证码错误次数过多，请联系管理员解锁此账号。"
        case .fewRecoveryCodes(let count):
            compact("恢复码仅剩 \(count) 个，请向管理员索取新的恢复码，或运行: sallyport recovery --new")
        case .codeRequired(let year, let month, let day):
            compact("\(year)年\(month)月\(day)日之后登录将需要验证码。请设置验证器应用: sallyport enrol")
        }
    }

    private static func wasSent(_ number: Int, _ target: String) -> String {
        target.isEmpty
            ? compact("验证码 #\(number) 可能已发送。") : compact("验证码 #\(number) 已发送至 \(target)。")
    }

    // MARK: - Enrolling

    static func enrolment(_ text: EnrolmentText) -> String {
        switch text {
        case .ticketQuestion: "注册凭证 / Enrolment ticket: "
        case .noTicket: "输入的不是注册凭证，请向管理员索取。"
        case .wrongTicket: "该凭证错误、已被使用或已过期，请向管理员索取新的凭证。"
        case .device(let picture, let key, let uri):
            (picture.isEmpty ? "请在验证器应用中输入此密钥。\n" : "请用验证器应用扫描此二维码，或在其中输入密钥。\n")
                + picture + enrolment(.key(key, uri: uri))
                + enrolment(.codeQuestion(canDraw: !picture.isEmpty))
        case .key(let key, let uri): compact("密钥: \(key)\nURI: \(uri)\n")
        case .codeQuestion(canDraw: false): "应用显示的验证码 / Verification code: "
        case .codeQuestion(canDraw: true):
            "应用显示的验证码（二维码显示不正常时输入 qr） / Verification code (or type qr): "
        case .nextTry(let miss, let canDraw):
            compact("请重试：\(enrolment(.explanation(miss)))。\n")
                + enrolment(.codeQuestion(canDraw: canDraw))
        case .explanation(.length(let digits)): compact("此设备的验证码为 \(digits) 位数字")
        case .explanation(.unrelated): "验证码错误"
        case .explanation(.time(let seconds)):
            compact("验证码错误，但在另一时刻正确：时钟相差约 \(seconds.distance) 秒，")
                + (seconds < 0 ? "设备的时钟偏慢" : "设备的时钟偏快") + "，请校准不准的时钟"
        case .explanation(.counter(let presses)):
            compact("验证码错误，但在按下 \(presses) 次之后正确，请重新注册并输入首个验证码")
        case .noRightCode: "验证码均不正确，未保存任何内容。请从您的应用中删除此密钥，下次登录时将提供新的密钥。"
        case .recoveryCodes(let codes):
            "恢复码：无法使用应用时，每个可用于登录一次。\n\n" + columns(of: codes) + "\n" + savedQuestion
        case .savedQuestionAgain: "输入英文（半角）yes 之前，不会保存任何内容。\n" + savedQuestion
        case .notSaved: "您没有输入 yes，未保存任何内容。请从您的应用中删除此密钥，下次登录时将提供新的密钥。"
        case .enrolledMeanwhile: "此账号在此期间已注册了另一个应用。请从您的应用中删除此密钥。"
        case .failed: "目前无法注册，请联系管理员。"
        }
    }

    private static var savedQuestion: String { "保存之后请输入 / When saved, type yes: " }

    // MARK: - Running the command for oneself

    static func command(_ text: CommandText) -> String {
        switch text {
        case .onlyRoot: "只有 root 才能执行此操作"
        case .onlyRootForOthers: "只有 root 才能对其他用户执行此操作"
        case .onlyRootChangesContacts: "只有 root 才能更改验证码的发送地址"
        case .onlyRootChoosesPolicy: "只有 root 才能选择策略"
        case .noAccount(let user): compact("\(user) 尚未注册；运行 `sallyport enrol \(user)` 即可注册")
        case .notAccepted: "未通过验证，未做任何更改"
        case .nothingAccepted: "您现有的验证方式均不被策略接受，请联系管理员"
        case .nothingEnrolled(let user): compact("\(user) 尚未注册任何设备")
        case .nothingLeft: "您已没有可用的验证方式，请向管理员索取注册凭证"
        case .firstDeviceForbidden: "策略的 Unenrolled 为 deny：首个设备只能由 root 注册"
        case .anotherDeviceForbidden: "策略的 Unenrolled 不是 enrol：新的设备只能由 root 注册"
        case .ticketNeeded: "注册首个设备需要注册凭证，请向管理员索取"
        case .noTicketTyped: "没有输入注册凭证，未保存任何内容"
        case .accountChanged: "账号在此期间已被更改，未保存任何内容"
        case .tooManyDevices(let maximum): compact("一个账号最多可有 \(maximum) 个设备（见 MaxDevices），请先撤销一个")
        case .labelTaken(let label): compact("已有名为 \(label) 的设备，请用 --label 另选名称")
        case .device(let key, let uri):
            "请用验证器应用扫描此二维码，或在其中输入密钥。\n\n" + enrolment(.key(key, uri: uri))
        case .methodLacking(let method): compact("策略的 Methods 中没有 \(method)：登录时不接受此设备的验证码")
        case .noCodeTyped: "没有输入验证码，未保存任何内容"
        case .noRightCode: "验证码均不正确，未保存任何内容"
        case .enrolled(let label, let user): compact("已为 \(user) 注册设备 \(label)。")
        case .recoveryCodes(let codes):
            compact(
                """

                恢复码：每个可代替应用的验证码登录一次。恢复码仅在此时显示，以前的恢复码不再有效：

                \(lines(of: codes))

                """)
        case .recoveryCodesLeft(let count): compact("剩余恢复码: \(count)")
        case .noticeUnsent(let reason, let isCertain):
            (isCertain ? "邮件通知未能发送: " : "邮件通知可能未能发送: ") + reason
        case .noDevices(let user): compact("\(user) 没有任何设备")
        case .noSources: "没有受信任的来源"
        case .noDevice(let label, let user, let others):
            compact("\(user) 没有名为 \(label) 的设备；")
                + (others.isEmpty ? "没有任何设备" : "现有设备: " + others)
        case .revokedMeanwhile(let label): compact("\(label) 在此期间已被撤销")
        case .revoked(let label, let user): compact("已撤销 \(user) 的设备 \(label)。")
        case .wasLastDevice(let count): compact("这是最后一个设备。仍可用于登录的恢复码: \(count)。")
        case .nothingUsable(let user, let mayEnrolAgain):
            compact("\(user) 已没有登录时可接受的验证方式，登录将被拒绝；")
                + (mayEnrolAgain
                    ? compact("可用 `sallyport invite \(user)` 生成的注册凭证注册新的设备")
                    : compact("可用 `sallyport enrol \(user)` 注册新的设备"))
                + "。在运行 `sallyport off` 或 `sallyport forget` 之前，登录仍需验证"
        case .removalQuestion(let user):
            compact("要删除 \(user) 的所有设备、联系方式和恢复码吗？[yes/no] ")
        case .notYes: "回答不是 yes，未删除任何内容"
        case .offForbidden(let user): compact("策略的 Unenrolled 对 \(user) 不是 allow：删除账号后将无法登录")
        case .offUseless(let user):
            compact("即使没有账号，\(user) 登录时也需要验证码；请查看策略的 Methods 和 Recipients")
        case .isOff(let user): compact("\(user) 登录时不再需要验证码。")
        case .isOffAlready(let user): compact("\(user) 登录时原本就不需要验证码。")
        case .notTrusted(let source?, let user): compact("\(source) 不是 \(user) 的受信任来源")
        case .notTrusted(nil, let user): compact("\(user) 没有受信任的来源")
        case .trustEnded(let count, let user): compact("\(user) 登录时将重新需要验证码；来源数: \(count)")
        case .preferredMethodLacking(let method):
            compact("策略的 Methods 中没有 \(method)：登录时不会要求")
        case .preferred(let method?, let user): compact("\(user) 登录时首先使用 \(method)。")
        case .preferred(nil, let user): compact("\(user) 登录时首先使用策略的第一种方式。")
        case .preferredAlready(let method?, let user): compact("\(user) 登录时原本就首先使用 \(method)。")
        case .preferredAlready(nil, let user): compact("\(user) 登录时原本就首先使用策略的第一种方式。")
        case .contactsAlready: "原本就是如此。"
        }
    }

    // MARK: - Messages

    static func message(_ text: MessageText) -> String {
        switch text {
        case .codeSubject: "登录验证码 #{number}：{user}@{host}"
        case .code:
            """
            {code} 是登录 #{number} 的验证码。

            用户：{user}
            主机：{host}
            来源：{source}
            时间：{time}

            验证码在 {lifetime}内有效，仅可使用一次，请勿告知他人。
            如果您没有在登录，说明有人知道您的密码，请立即联系管理员。

            """
        case .shortCode: "{code} 是 {user}@{host} 的登录验证码（#{number}），{lifetime}内有效。"
        case .lifetime(let seconds):
            seconds.isToldInMinutes ? compact("\(seconds / 60) 分钟") : compact("\(seconds) 秒")
        case .noticeSubject: "{event}：{user}@{host}"
        case .event(.deviceAdded): "已添加新的验证设备"
        case .event(.recoveryCodesRenewed): "已生成新的恢复码"
        case .event(.recoveryCodeUsed): "恢复码已被使用"
        case .event(.locked): "验证码错误次数过多"
        case .event(.newSource): "从新的地址登录"
        case .notice(.deviceAdded):
            notice(
                "您的账号已添加一个可生成登录验证码的设备。",
                "如果不是您本人或管理员所为，说明他人已能以您的身份登录，请立即联系管理员。")
        case .notice(.recoveryCodesRenewed):
            notice(
                "您的账号已生成新的恢复码，原有的恢复码不再有效。",
                "如果不是您本人或管理员所为，说明新的恢复码在他人手中，请立即联系管理员。")
        case .notice(.recoveryCodeUsed):
            notice(
                "您的一个恢复码已被使用，该恢复码不再有效。",
                "如果不是您本人，说明他人掌握了您的恢复码，以及您的密码或密钥，请立即联系管理员并修改密码。")
        case .notice(.locked):
            notice(
                "您的账号验证码错误次数过多，账号已被锁定。",
                """
                如果是您本人，请稍后再试；如果届时仍被锁定，请联系管理员解锁。
                如果不是，说明他人掌握了您的密码或密钥，请立即联系管理员并修改密码。
                """)
        case .notice(.newSource):
            notice(
                "您的验证码已被用于从一个以前未出现过的地址登录。",
                """
                如果是您本人，无需任何操作。
                如果不是，说明他人能以您的身份登录，请立即联系管理员并修改密码。
                """)
        }
    }

    private static func notice(_ meaning: String, _ advice: String) -> String {
        """
        \(meaning)

        用户：{user}
        主机：{host}
        来源：{source}
        时间：{time}

        \(advice)

        """
    }
}

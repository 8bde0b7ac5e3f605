package import Vocabulary

/// What people read in the mail that tells them of their account, as templates with their placeholders in braces.
///
/// There is no link in it: people are told everywhere not to trust those in mails about logins.
package enum NoticeText {
    /// What happened, in a few words without a full stop.
    package static func event(_ notice: Notice, _ language: Language) -> String {
        switch (notice, language) {
        case (.deviceAdded, .english): "A device was added"
        case (.recoveryCodesRenewed, .english): "New recovery codes were made"
        case (.recoveryCodeUsed, .english): "A recovery code was used"
        case (.locked, .english): "Too many wrong codes"
        case (.newSource, .english): "Login from a new address"
        case (.deviceAdded, .simplifiedChinese): "已添加新的验证设备"
        case (.recoveryCodesRenewed, .simplifiedChinese): "已生成新的恢复码"
        case (.recoveryCodeUsed, .simplifiedChinese): "恢复码已被使用"
        case (.locked, .simplifiedChinese): "验证码错误次数过多"
        case (.newSource, .simplifiedChinese): "从新的地址登录"
        }
    }

    /// The subject of the mail.
    package static func subject(_ language: Language) -> String {
        switch language {
        case .english: "{event}: {user} on {host}"
        case .simplifiedChinese: "{event}：{user}@{host}"
        }
    }

    /// The text of the mail: what happened, to whom, and what to do if it was somebody else.
    package static func text(_ notice: Notice, _ language: Language) -> String {
        switch language {
        case .english:
            """
            \(meaning(notice, language))

            User:  {user}
            Host:  {host}
            From:  {source}
            Time:  {time}

            \(advice(notice, language))

            """
        case .simplifiedChinese:
            """
            \(meaning(notice, language))

            用户：{user}
            主机：{host}
            来源：{source}
            时间：{time}

            \(advice(notice, language))

            """
        }
    }

    private static func meaning(_ notice: Notice, _ language: Language) -> String {
        switch (notice, language) {
        case (.deviceAdded, .english): "A device that makes login codes was added to your account."
        case (.recoveryCodesRenewed, .english):
            "New recovery codes were made for your account. Those you had before no longer work."
        case (.recoveryCodeUsed, .english):
            "A recovery code of yours was used. It does not work again."
        case (.locked, .english):
            "Too many wrong codes were typed for your account. It is locked."
        case (.newSource, .english):
            "A code of yours was used to log in from an address that was not seen before."
        case (.deviceAdded, .simplifiedChinese): "您的账号已添加一个可生成登录验证码的设备。"
        case (.recoveryCodesRenewed, .simplifiedChinese): "您的账号已生成新的恢复码，原有的恢复码不再有效。"
        case (.recoveryCodeUsed, .simplifiedChinese): "您的一个恢复码已被使用，该恢复码不再有效。"
        case (.locked, .simplifiedChinese): "您的账号验证码错误次数过多，账号已被锁定。"
        case (.newSource, .simplifiedChinese): "您的验证码已被用于从一个以前未出现过的地址登录。"
        }
    }

    private static func advice(_ notice: Notice, _ language: Language) -> String {
        switch (notice, language) {
        case (.deviceAdded, .english):
            """
            If neither you nor your administrator did that, somebody else can now log in as you:
            tell your administrator at once.
            """
        case (.recoveryCodesRenewed, .english):
            """
            If neither you nor your administrator did that, somebody else has the new ones:
            tell your administrator at once.
            """
        case (.recoveryCodeUsed, .english):
            """
            If that was not you, somebody has your recovery codes, and your password or key:
            tell your administrator at once, and change your password.
            """
        case (.locked, .english):
            """
            If that was you, try again later; if it is still locked then, ask your administrator.
            If it was not, somebody has your password or key: tell your administrator at once,
            and change your password.
            """
        case (.newSource, .english):
            """
            If that was you, there is nothing to do.
            If it was not, somebody else can log in as you: tell your administrator at once, and
            change your password.
            """
        case (.deviceAdded, .simplifiedChinese): "如果不是您本人或管理员所为，说明他人已能以您的身份登录，请立即联系管理员。"
        case (.recoveryCodesRenewed, .simplifiedChinese):
            "如果不是您本人或管理员所为，说明新的恢复码在他人手中，请立即联系管理员。"
        case (.recoveryCodeUsed, .simplifiedChinese):
            "如果不是您本人，说明他人掌握了您的恢复码，以及您的密码或密钥，请立即联系管理员并修改密码。"
        case (.locked, .simplifiedChinese):
            """
            如果是您本人，请稍后再试；如果届时仍被锁定，请联系管理员解锁。
            如果不是，说明他人掌握了您的密码或密钥，请立即联系管理员并修改密码。
            """
        case (.newSource, .simplifiedChinese):
            """
            如果是您本人，无需任何操作。
            如果不是，说明他人能以您的身份登录，请立即联系管理员并修改密码。
            """
        }
    }
}

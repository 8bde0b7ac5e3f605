package import Vocabulary

/// What people read in the message with a code, as templates with their placeholders in braces.
///
/// The code comes first: telephones offer the first group of 4 to 10 digits for filling in. The subject has
/// no code in it, since it is shown on locked screens.
package enum DeliveredText {
    /// The subject of a mail.
    package static func subject(_ language: Language) -> String {
        switch language {
        case .english: "Login code #{number} for {user} on {host}"
        case .simplifiedChinese: "登录验证码 #{number}：{user}@{host}"
        }
    }

    /// The text of a mail or a chat message.
    package static func text(_ language: Language) -> String {
        switch language {
        case .english:
            """
            {code} is the code for login #{number}.

            User:  {user}
            Host:  {host}
            From:  {source}
            Time:  {time}

            The code is good for {lifetime} and works once. Do not give it to anybody.
            If you are not logging in now, somebody knows your password: tell your administrator.

            """
        case .simplifiedChinese:
            """
            {code} 是登录 #{number} 的验证码。

            用户：{user}
            主机：{host}
            来源：{source}
            时间：{time}

            验证码在 {lifetime}内有效，仅可使用一次，请勿告知他人。
            如果您没有在登录，说明有人知道您的密码，请立即联系管理员。

            """
        }
    }

    /// A text message, which is one segment also with the longest values.
    package static func shortText(_ language: Language) -> String {
        switch language {
        case .english: "{code} is your login code #{number} for {user}@{host}, good for {lifetime}."
        case .simplifiedChinese: "{code} 是 {user}@{host} 的登录验证码（#{number}），{lifetime}内有效。"
        }
    }

    /// A number of seconds in words: whole minutes where it is such.
    package static func lifetime(_ seconds: Int, _ language: Language) -> String {
        let isMinutes = seconds >= 60 && seconds.isMultiple(of: 60)
        let number = isMinutes ? seconds / 60 : seconds
        switch language {
        case .english:
            return "\(number) \(isMinutes ? "minute" : "second")\(number == 1 ? "" : "s")"
        case .simplifiedChinese: return "\(number) \(isMinutes ? "分钟" : "秒")"
        }
    }
}

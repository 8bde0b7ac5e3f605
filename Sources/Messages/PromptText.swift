package import Policy

/// What a person reads at the prompt, in their language.
///
/// English texts are ASCII, and none has the words *password*, *passcode* or *passphrase* in it: clients
/// answer a prompt with those by themselves.
package enum PromptText {
    /// The question for a code.
    package static func verificationCode(_ language: Language) -> String {
        switch language {
        case .english: "Verification code: "
        case .simplifiedChinese: "验证码: "
        }
    }

    /// The account is locked for so many seconds more.
    package static func locked(for seconds: Int64, _ language: Language) -> String {
        let minutes = max(1, (seconds + 59) / 60)
        switch language {
        case .english:
            return
                "Too many wrong codes. Try again in \(minutes) \(minutes == 1 ? "minute" : "minutes")."
        case .simplifiedChinese:
            return "验证码错误次数过多，请在 \(minutes) 分钟后重试。"
        }
    }

    /// The account is locked until somebody unlocks it.
    package static func lockedUntilUnlocked(_ language: Language) -> String {
        switch language {
        case .english: "Too many wrong codes. Ask your administrator to unlock this account."
        case .simplifiedChinese: "验证码错误次数过多，请联系管理员解锁此账号。"
        }
    }

    /// The code was right once.
    package static func usedCode(_ language: Language) -> String {
        switch language {
        case .english: "That code was used already. Wait for the next one."
        case .simplifiedChinese: "该验证码已被使用，请等待下一个验证码。"
        }
    }
}

internal import HostSystem
internal import TextCoding
package import Vocabulary

/// What a person reads at the prompt, in their language.
///
/// English texts are ASCII, and none has the words *password*, *passcode* or *passphrase* in it: clients
/// answer a prompt with those by themselves.
package enum PromptText {
    /// The question for a code, with the names of the methods that may be typed instead.
    package static func verificationCode(alternatives: [String], _ language: Language) -> String {
        var names = ""
        for name in alternatives { names += names.isEmpty ? name : ", " + name }
        switch language {
        case .english:
            return names.isEmpty
                ? "Verification code: " : compact("Verification code (or type \(names)): ")
        case .simplifiedChinese:
            return names.isEmpty ? "验证码: " : compact("验证码（或输入 \(names)）: ")
        }
    }

    /// The question for a code that was sent, to whom the masked `target` says; empty where nobody knows yet
    /// whether it was.
    package static func sentCode(
        _ number: Int, to target: String, _ language: Language
    ) -> String {
        switch language {
        case .english:
            return compact("\(wasSent(number, target, language))\nVerification code #\(number): ")
        case .simplifiedChinese:
            return compact("\(wasSent(number, target, language))\n验证码 #\(number): ")
        }
    }

    /// What a person is told whose client cannot ask for the code that was sent.
    package static func appendSentCode(
        _ number: Int, to target: String, _ language: Language
    ) -> String {
        switch language {
        case .english:
            wasSent(number, target, language)
                + " Log in again and type it right behind what you typed now."
        case .simplifiedChinese: wasSent(number, target, language) + "请重新登录，并在原有输入之后紧接着输入验证码。"
        }
    }

    private static func wasSent(_ number: Int, _ target: String, _ language: Language) -> String {
        switch language {
        case .english:
            target.isEmpty
                ? compact("Code #\(number) may have been sent.")
                : compact("Code #\(number) was sent to \(target).")
        case .simplifiedChinese:
            target.isEmpty
                ? compact("验证码 #\(number) 可能已发送。") : compact("验证码 #\(number) 已发送至 \(target)。")
        }
    }

    /// The question that shows what is to be typed.
    package static func shownNumber(_ number: String, _ language: Language) -> String {
        switch language {
        case .english: compact("Type \(number) to go on: ")
        case .simplifiedChinese: compact("请输入 \(number) 以继续: ")
        }
    }

    /// Too many codes were sent; the next may be in so many seconds.
    package static func tooManyCodes(for seconds: Int64, _ language: Language) -> String {
        switch language {
        case .english: compact("Too many codes were sent. Try again in \(minutes(seconds)).")
        case .simplifiedChinese: compact("发送验证码次数过多，请在 \(wholeMinutes(seconds)) 分钟后重试。")
        }
    }

    /// Another code can be sent in so many seconds.
    package static func nextCode(in seconds: Int64, _ language: Language) -> String {
        switch language {
        case .english: compact("Another code can be sent in \(inSeconds(seconds)).")
        case .simplifiedChinese: compact("\(seconds) 秒后才能再次发送验证码。")
        }
    }

    /// Several codes could not be sent; the next is tried in so many seconds.
    package static func sendingFails(for seconds: Int64, _ language: Language) -> String {
        switch language {
        case .english:
            compact("Codes could not be sent. Try again in \(inSeconds(seconds)).")
        case .simplifiedChinese: compact("验证码暂时无法发送，请在 \(seconds) 秒后重试。")
        }
    }

    private static func inSeconds(_ seconds: Int64) -> String {
        compact("\(seconds) \(seconds == 1 ? "second" : "seconds")")
    }

    /// Nobody knows whether the code with this number was sent.
    package static func perhapsSent(_ number: Int, _ language: Language) -> String {
        switch language {
        case .english:
            compact(
                "Code #\(number) may not have been sent. If it arrives, log in again and type it.")
        case .simplifiedChinese: compact("验证码 #\(number) 可能未能发送。如果收到，请重新登录并输入。")
        }
    }

    /// The code could not be sent.
    package static func notSent(_ language: Language) -> String {
        switch language {
        case .english: "The code could not be sent. Tell your administrator."
        case .simplifiedChinese: "验证码未能发送，请联系管理员。"
        }
    }

    /// The code came too late.
    package static func expiredCode(_ language: Language) -> String {
        switch language {
        case .english: "That code is too old. Log in again for a new one."
        case .simplifiedChinese: "该验证码已过期，请重新登录以获取新的验证码。"
        }
    }

    private static func minutes(_ seconds: Int64) -> String {
        let minutes = wholeMinutes(seconds)
        return compact("\(minutes) \(minutes == 1 ? "minute" : "minutes")")
    }

    /// Rounded up, and at least one.
    private static func wholeMinutes(_ seconds: Int64) -> Int64 {
        max(1, seconds / 60 + (seconds % 60 > 0 ? 1 : 0))
    }

    /// The account is locked for so many seconds more.
    package static func locked(for seconds: Int64, _ language: Language) -> String {
        switch language {
        case .english: compact("Too many wrong codes. Try again in \(minutes(seconds)).")
        case .simplifiedChinese: compact("验证码错误次数过多，请在 \(wholeMinutes(seconds)) 分钟后重试。")
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

    /// So many recovery codes are left, which is few.
    package static func fewRecoveryCodes(_ count: Int, _ language: Language) -> String {
        switch language {
        case .english:
            switch count {
            case 0: "No recovery code is left. Ask for new ones, or run: sallyport recovery --new"
            case 1: "One recovery code is left. Ask for new ones, or run: sallyport recovery --new"
            default:
                compact(
                    "\(count) recovery codes are left. Ask for new ones, or run: sallyport recovery --new"
                )
            }
        case .simplifiedChinese:
            compact("恢复码仅剩 \(count) 个，请向管理员索取新的恢复码，或运行: sallyport recovery --new")
        }
    }

    /// A code will be required after a day, and is not yet.
    package static func codeRequired(
        after date: (year: Int, month: Int, day: Int), _ language: Language
    ) -> String {
        switch language {
        case .english:
            compact(
                "A code will be required after \(date.day) \(month(date.month)) \(date.year). "
            ) + "Set up an authenticator app: sallyport enrol"
        case .simplifiedChinese:
            compact("\(date.year)年\(date.month)月\(date.day)日之后登录将需要验证码。请设置验证器应用: sallyport enrol")
        }
    }

    private static func month(_ number: Int) -> String {
        switch number {
        case 1: "January"
        case 2: "February"
        case 3: "March"
        case 4: "April"
        case 5: "May"
        case 6: "June"
        case 7: "July"
        case 8: "August"
        case 9: "September"
        case 10: "October"
        case 11: "November"
        default: "December"
        }
    }
}

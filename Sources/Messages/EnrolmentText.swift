internal import HostSystem
internal import TextCoding
package import Vocabulary

/// What a person reads who enrols, in their language; see ``PromptText`` for what the texts keep to.
package enum EnrolmentText {
    /// The question for the ticket.
    package static func ticketQuestion(_ language: Language) -> String {
        switch language {
        case .english: "Enrolment ticket: "
        case .simplifiedChinese: "注册凭证: "
        }
    }

    /// What was typed cannot be a ticket.
    package static func noTicket(_ language: Language) -> String {
        switch language {
        case .english: "That is no enrolment ticket. Your administrator makes one for you."
        case .simplifiedChinese: "输入的不是注册凭证，请向管理员索取。"
        }
    }

    /// The ticket opens nothing; why is not told.
    package static func wrongTicket(_ language: Language) -> String {
        switch language {
        case .english: "That ticket is wrong, was used, or is too old. Ask for a new one."
        case .simplifiedChinese: "该凭证错误、已被使用或已过期，请向管理员索取新的凭证。"
        }
    }

    /// The QR code as it was drawn, or nothing where it could not be; the key and the URI; and the question for a
    /// first code.
    ///
    /// The picture comes first, so that key and question stay on a screen it is too large for.
    package static func device(
        picture: String, key: String, uri: String, _ language: Language
    ) -> String {
        let start =
            switch (language, picture.isEmpty) {
            case (.english, false):
                "Scan this with an authenticator app, or type the key into it.\n"
            case (.english, true): "Type this key into an authenticator app.\n"
            case (.simplifiedChinese, false): "请用验证器应用扫描此二维码，或在其中输入密钥。\n"
            case (.simplifiedChinese, true): "请在验证器应用中输入此密钥。\n"
            }
        let keyName =
            switch language {
            case .english: "Key: "
            case .simplifiedChinese: "密钥: "
            }
        return start + picture + keyName + key + "\nURI: " + uri + "\n"
            + codeQuestion(canDraw: !picture.isEmpty, language)
    }

    /// The question for a first code of the app.
    ///
    /// `canDraw` says that `qr` may be typed instead, for another picture.
    package static func codeQuestion(canDraw: Bool, _ language: Language) -> String {
        switch (language, canDraw) {
        case (.english, false): "Verification code from the app: "
        case (.english, true): "Verification code from the app (or type qr for another picture): "
        case (.simplifiedChinese, false): "应用显示的验证码: "
        case (.simplifiedChinese, true): "应用显示的验证码（二维码显示不正常时输入 qr）: "
        }
    }

    /// How a code that was typed to confirm a new device is wrong.
    package enum Miss: Equatable, Sendable {
        /// A code of this device has so many digits.
        case length(Int)
        /// It is right at no time near the present one.
        case unrelated
        /// It is right so many seconds from now: a clock is off.
        case time(seconds: Int64)
        /// It is right so many presses ahead of the counter.
        case counter(presses: Int64)
    }

    /// What is wrong with a code, and what to do about it.
    package static func explanation(_ miss: Miss, _ language: Language) -> String {
        switch language {
        case .english: english(miss)
        case .simplifiedChinese: simplifiedChinese(miss)
        }
    }

    private static func english(_ miss: Miss) -> String {
        switch miss {
        case .length(let digits): compact("a code of this device has \(digits) digits")
        case .unrelated: "wrong code"
        case .time(let seconds):
            "wrong code, but right at another time: the clocks differ by about "
                + compact("\(magnitude(seconds)) s, the device is ")
                + (seconds < 0 ? "behind" : "ahead") + "; set the clock that is wrong"
        case .counter(let presses):
            compact("wrong code, but right \(presses) presses ahead: ")
                + "enrol it anew and type the first code it shows"
        }
    }

    private static func simplifiedChinese(_ miss: Miss) -> String {
        switch miss {
        case .length(let digits): compact("此设备的验证码为 \(digits) 位数字")
        case .unrelated: "验证码错误"
        case .time(let seconds):
            compact("验证码错误，但在另一时刻正确：时钟相差约 \(magnitude(seconds)) 秒，")
                + (seconds < 0 ? "设备的时钟偏慢" : "设备的时钟偏快") + "，请校准不准的时钟"
        case .counter(let presses): compact("验证码错误，但在按下 \(presses) 次之后正确，请重新注册并输入首个验证码")
        }
    }

    private static func magnitude(_ number: Int64) -> Int64 { Int64(clamping: number.magnitude) }

    /// The question after a code that was not right.
    package static func nextTry(after miss: Miss, canDraw: Bool, _ language: Language) -> String {
        let explanation = explanation(miss, language)
        let question = codeQuestion(canDraw: canDraw, language)
        switch language {
        case .english: return compact("Try again: \(explanation).\n\(question)")
        case .simplifiedChinese: return compact("请重试：\(explanation)。\n\(question)")
        }
    }

    /// None of the codes typed was right.
    package static func noRightCode(_ language: Language) -> String {
        switch language {
        case .english:
            "No code was right, so nothing is stored. Remove this key from your app; the next login offers "
                + "another."
        case .simplifiedChinese: "验证码均不正确，未保存任何内容。请从您的应用中删除此密钥，下次登录时将提供新的密钥。"
        }
    }

    /// The recovery codes, two to a line, and the question that waits until they are saved.
    package static func recoveryCodes(_ codes: [String], _ language: Language) -> String {
        var list = ""
        for (index, code) in codes.enumerated() {
            let endsLine = !index.isMultiple(of: 2) || index == codes.count - 1
            list += "    " + code + (endsLine ? "\n" : "")
        }
        switch language {
        case .english:
            return "Recovery codes. Each lets you in once when the app is not at hand:\n\n" + list
                + "\n" + savedQuestion(language)
        case .simplifiedChinese:
            return "恢复码：无法使用应用时，每个可用于登录一次。\n\n" + list + "\n" + savedQuestion(language)
        }
    }

    /// The question whether the recovery codes are saved, to which the answer is `yes`.
    private static func savedQuestion(_ language: Language) -> String {
        switch language {
        case .english: "Type yes when they are saved: "
        case .simplifiedChinese: "保存之后请输入 yes: "
        }
    }

    /// The same question after another answer.
    package static func savedQuestionAgain(_ language: Language) -> String {
        switch language {
        case .english: "Nothing is stored before you type the word yes.\n" + savedQuestion(language)
        case .simplifiedChinese: "输入英文（半角）yes 之前，不会保存任何内容。\n" + savedQuestion(language)
        }
    }

    /// Nobody said that the recovery codes are saved.
    package static func notSaved(_ language: Language) -> String {
        switch language {
        case .english:
            "You did not type yes, so nothing is stored. Remove this key from your app; the next login "
                + "offers another."
        case .simplifiedChinese: "您没有输入 yes，未保存任何内容。请从您的应用中删除此密钥，下次登录时将提供新的密钥。"
        }
    }

    /// Another enrolment came first.
    package static func enrolledMeanwhile(_ language: Language) -> String {
        switch language {
        case .english:
            "Another app was enrolled for this account meanwhile. Remove this key from yours."
        case .simplifiedChinese: "此账号在此期间已注册了另一个应用。请从您的应用中删除此密钥。"
        }
    }

    /// Something is broken, and nothing is stored.
    package static func failed(_ language: Language) -> String {
        switch language {
        case .english: "Enrolling does not work at present. Tell your administrator."
        case .simplifiedChinese: "目前无法注册，请联系管理员。"
        }
    }
}

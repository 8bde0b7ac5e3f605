internal import TextCoding
internal import Vocabulary

/// English: ASCII, and the standard that other languages are written after.
enum English: WrittenLanguage {
    static var tag: String { "en" }
    static var alphabet: MessageAlphabet { .standard }

    // MARK: - At a login

    static func prompt(_ text: PromptText) -> String {
        switch text {
        case .verificationCode(let alternatives):
            alternatives.isEmpty
                ? "Verification code: "
                : compact("Verification code (or type \(alternatives)): ")
        case .sentCode(let number, let target, let alternatives):
            compact(
                "\(wasSent(number, target))\nVerification code #\(number)\(another(alternatives)): "
            )
        case .appendSentCode(let number, let target):
            compact(
                "\(wasSent(number, target)) Log in again and type it right behind what you typed now."
            )
        case .nextCode(let seconds):
            compact("Another code can be sent in \(counted(seconds, "second")).")
        case .notACode: "That is not a code."
        case .tooManyCodes(let seconds):
            compact("Too many codes were sent. Try again in \(minutes(seconds)).")
        case .sendingFails(let seconds):
            compact("Codes could not be sent. Try again in \(counted(seconds, "second")).")
        case .notSent: "The code could not be sent. Tell your administrator."
        case .perhapsSent(let number):
            compact(
                "Code #\(number) may not have been sent. If it arrives, log in again and type it.")
        case .shownNumber(let number): compact("Type \(number) to go on: ")
        case .usedCode: "That code was used already. Wait for the next one."
        case .expiredCode: "That code is too old. Log in again for a new one."
        case .locked(let seconds):
            compact("Too many wrong codes. Try again in \(minutes(seconds)).")
        case .lockedUntilUnlocked:
            "Too many wrong codes. Ask your administrator to unlock this account."
        case .fewRecoveryCodes(let count):
            compact(
                "\(left(count)) left. Ask for new ones, or run: sallyport recovery --new")
        case .codeRequired(let year, let month, let day):
            compact(
                """
                A code will be required after \(day) \(name(ofMonth: month)) \(year). \
                Set up an authenticator app: sallyport enrol
                """)
        }
    }

    private static func another(_ alternatives: String) -> String {
        alternatives.isEmpty ? "" : compact(" (or type \(alternatives) for another)")
    }

    private static func wasSent(_ number: Int, _ target: String) -> String {
        target.isEmpty
            ? compact("Code #\(number) may have been sent.")
            : compact("Code #\(number) was sent to \(target).")
    }

    private static func left(_ count: Int) -> String {
        count == 0
            ? "No recovery code is"
            : count == 1 ? "One recovery code is" : compact("\(count) recovery codes are")
    }

    /// So many of something: `1 minute`, `2 minutes`.
    private static func counted(_ number: Int64, _ unit: String) -> String {
        compact("\(number) \(unit)\(number == 1 ? "" : "s")")
    }

    private static func minutes(_ seconds: Int64) -> String {
        counted(seconds.wholeMinutes, "minute")
    }

    private static func name(ofMonth number: Int) -> String {
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

    // MARK: - Enrolling

    static func enrolment(_ text: EnrolmentText) -> String {
        switch text {
        case .ticketQuestion: "Enrolment ticket: "
        case .noTicket: "That is no enrolment ticket. Your administrator makes one for you."
        case .wrongTicket: "That ticket is wrong, was used, or is too old. Ask for a new one."
        case .device(let picture, let key, let uri):
            (picture.isEmpty
                ? "Type this key into an authenticator app.\n"
                : "Scan this with an authenticator app, or type the key into it.\n") + picture
                + enrolment(.key(key, uri: uri))
                + enrolment(.codeQuestion(canDraw: !picture.isEmpty))
        case .key(let key, let uri): compact("Key: \(key)\nURI: \(uri)\n")
        case .codeQuestion(canDraw: false): "Verification code from the app: "
        case .codeQuestion(canDraw: true):
            "Verification code from the app (or type qr for another picture): "
        case .nextTry(let miss, let canDraw):
            compact("Try again: \(enrolment(.explanation(miss))).\n")
                + enrolment(.codeQuestion(canDraw: canDraw))
        case .explanation(.length(let digits)):
            compact("a code of this device has \(digits) digits")
        case .explanation(.unrelated): "wrong code"
        case .explanation(.time(let seconds)):
            "wrong code, but right at another time: the clocks differ by about "
                + compact("\(seconds.distance) s, the device is ")
                + (seconds < 0 ? "behind" : "ahead") + "; set the clock that is wrong"
        case .explanation(.counter(let presses)):
            compact("wrong code, but right \(presses) presses ahead: ")
                + "enrol it anew and type the first code it shows"
        case .noRightCode:
            "No code was right, so nothing is stored. Remove this key from your app; the next login offers "
                + "another."
        case .recoveryCodes(let codes):
            "Recovery codes. Each lets you in once when the app is not at hand:\n\n"
                + columns(of: codes) + "\n" + savedQuestion
        case .savedQuestionAgain:
            "Nothing is stored before you type the word yes.\n" + savedQuestion
        case .notSaved:
            "You did not type yes, so nothing is stored. Remove this key from your app; the next login "
                + "offers another."
        case .enrolledMeanwhile:
            "Another app was enrolled for this account meanwhile. Remove this key from yours."
        case .failed: "Enrolling does not work at present. Tell your administrator."
        }
    }

    private static var savedQuestion: String { "Type yes when they are saved: " }

    // MARK: - Running the command for oneself

    static func command(_ text: CommandText) -> String {
        switch text {
        case .onlyRoot: "only root can do this"
        case .onlyRootForOthers: "only root can do this for other users"
        case .onlyRootChangesContacts: "only root can change where codes are sent"
        case .onlyRootChoosesPolicy: "only root can choose a policy"
        case .noAccount(let user):
            compact("\(user) has no account; `sallyport enrol \(user)` makes one")
        case .notAccepted: "that was not accepted; nothing is changed"
        case .nothingAccepted:
            "the policy takes nothing of what you have; ask your administrator"
        case .nothingEnrolled(let user): compact("nothing is enrolled for \(user)")
        case .nothingLeft: "nothing of yours is left; ask your administrator for a ticket"
        case .firstDeviceForbidden:
            "Unenrolled of the policy is deny: only root can enrol a first device"
        case .anotherDeviceForbidden:
            "Unenrolled of the policy is not enrol: only root can enrol another device"
        case .ticketNeeded: "a first device needs a ticket; ask your administrator for one"
        case .noTicketTyped: "no ticket was typed; nothing is stored"
        case .accountChanged: "the account has changed meanwhile; nothing is stored"
        case .tooManyDevices(let maximum):
            compact(
                "an account can have \(maximum) devices at most, see MaxDevices; revoke one first")
        case .labelTaken(let label):
            compact("there is a device named \(label) already; choose another --label")
        case .device(let key, let uri):
            "Scan this with an authenticator app, or type the key into it.\n\n"
                + enrolment(.key(key, uri: uri))
        case .methodLacking(let method):
            compact(
                "Methods of the policy lacks \(method): logins will not take this device's codes")
        case .noCodeTyped: "no code was typed; nothing is stored"
        case .noRightCode: "no code was right; nothing is stored"
        case .enrolled(let label, let user): compact("\(label) is enrolled for \(user).")
        case .recoveryCodes(let codes):
            compact(
                """

                Recovery codes. Each lets in once, in place of a code from the app. They are shown only now,
                and those made before work no longer:

                \(lines(of: codes))

                """)
        case .recoveryCodesLeft(let count): compact("recovery codes left: \(count)")
        case .noticeUnsent(let reason, let isCertain):
            (isCertain
                ? "the notice by e-mail was not sent: "
                : "the notice by e-mail may not have been sent: ") + reason
        case .noDevices(let user): compact("\(user) has no device")
        case .noSources: "no source is trusted"
        case .noDevice(let label, let user, let others):
            compact("\(user) has no device named \(label); ")
                + (others.isEmpty ? "there is none" : "there are: " + others)
        case .revokedMeanwhile(let label): compact("\(label) was revoked meanwhile")
        case .revoked(let label, let user): compact("\(label) of \(user) is revoked.")
        case .wasLastDevice(let count):
            compact("It was the last one. Recovery codes that still let in: \(count).")
        case .nothingUsable(let user, let mayEnrolAgain):
            compact("nothing is left that logins of \(user) take: they are refused; ")
                + (mayEnrolAgain
                    ? compact(
                        "with a ticket of `sallyport invite \(user)` they enrol another device")
                    : compact("`sallyport enrol \(user)` gives them another device"))
                + ". The second factor stays on until `sallyport off` or `sallyport forget`"
        case .removalQuestion(let user):
            compact("Remove all devices, contacts and recovery codes of \(user)? [yes/no] ")
        case .notYes: "the answer was not yes; nothing is removed"
        case .offForbidden(let user):
            compact("Unenrolled of the policy is not allow for \(user): ")
                + "without an account they could not log in"
        case .offUseless(let user):
            compact("logins of \(user) are asked for a code without an account too; ")
                + "see Methods and Recipients of the policy"
        case .isOff(let user): compact("\(user) is asked for no code any more.")
        case .isOffAlready(let user): compact("\(user) was asked for no code already.")
        case .notTrusted(let source?, let user):
            compact("\(source) is no trusted source of \(user)")
        case .notTrusted(nil, let user): compact("no source of \(user) is trusted")
        case .trustEnded(let count, let user):
            compact("\(user) is asked for a code again; sources: \(count)")
        case .preferredMethodLacking(let method):
            compact("Methods of the policy lacks \(method): logins will not ask for it")
        case .preferred(let method, let user):
            compact("Logins of \(user) begin with \(method ?? "the policy's first method").")
        case .preferredAlready(let method, let user):
            compact(
                "Logins of \(user) began with \(method ?? "the policy's first method") already.")
        case .contactsAlready: "All of that was so already."
        }
    }

    // MARK: - Messages

    static func message(_ text: MessageText) -> String {
        switch text {
        case .codeSubject: "Login code #{number} for {user} on {host}"
        case .code:
            """
            {code} is the code for login #{number}.

            User:  {user}
            Host:  {host}
            From:  {source}
            Time:  {time}

            The code is good for {lifetime} and works once. Do not give it to anybody.
            If you are not logging in now, somebody knows your password: tell your administrator.

            """
        case .shortCode:
            "{code} is your login code #{number} for {user}@{host}, good for {lifetime}."
        case .lifetime(let seconds):
            seconds.isToldInMinutes
                ? minutes(Int64(seconds)) : counted(Int64(seconds), "second")
        case .noticeSubject: "{event}: {user} on {host}"
        case .event(.deviceAdded): "A device was added"
        case .event(.recoveryCodesRenewed): "New recovery codes were made"
        case .event(.recoveryCodeUsed): "A recovery code was used"
        case .event(.locked): "Too many wrong codes"
        case .event(.newSource): "Login from a new address"
        case .notice(.deviceAdded):
            notice(
                "A device that makes login codes was added to your account.",
                """
                If neither you nor your administrator did that, somebody else can now log in as you:
                tell your administrator at once.
                """)
        case .notice(.recoveryCodesRenewed):
            notice(
                "New recovery codes were made for your account. Those you had before no longer work.",
                """
                If neither you nor your administrator did that, somebody else has the new ones:
                tell your administrator at once.
                """)
        case .notice(.recoveryCodeUsed):
            notice(
                "A recovery code of yours was used. It does not work again.",
                """
                If that was not you, somebody has your recovery codes, and your password or key:
                tell your administrator at once, and change your password.
                """)
        case .notice(.locked):
            notice(
                "Too many wrong codes were typed for your account. It is locked.",
                """
                If that was you, try again later; if it is still locked then, ask your administrator.
                If it was not, somebody has your password or key: tell your administrator at once,
                and change your password.
                """)
        case .notice(.newSource):
            notice(
                "A code of yours was used to log in from an address that was not seen before.",
                """
                If that was you, there is nothing to do.
                If it was not, somebody else can log in as you: tell your administrator at once, and
                change your password.
                """)
        }
    }

    private static func notice(_ meaning: String, _ advice: String) -> String {
        """
        \(meaning)

        User:  {user}
        Host:  {host}
        From:  {source}
        Time:  {time}

        \(advice)

        """
    }
}

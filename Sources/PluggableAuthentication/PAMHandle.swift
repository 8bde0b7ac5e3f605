internal import CLinuxPAM
package import Cryptography
package import LoginFlow
package import Messages
internal import TextCoding

/// The handle libpam calls the module with.
///
/// Borrowed: it is valid until the entry point returns, and nothing keeps it for longer.
@safe
package struct PAMHandle {
    let handle: OpaquePointer

    /// Whether the application wants no messages; PAM_SILENT.
    private let isSilent: Bool

    /// - Parameters:
    ///   - handle: A live `pam_handle_t` that outlives this value.
    ///   - flags: Those libpam passed to the entry point.
    @unsafe
    package init(borrowing handle: OpaquePointer, flags: Int32) {
        // Safe where the caller keeps what it promises.
        unsafe self.handle = handle
        // The constant is unsigned in C, and the flags are not.
        isSilent = UInt32(bitPattern: flags) & UInt32(PAM_SILENT) != 0
    }

    /// Writes one line to LOG_AUTHPRIV; pam_syslog(3).
    package func log(_ priority: LogPriority, _ line: String) {
        // Safe: the string is NUL-terminated, and libpam copies it.
        unsafe linuxpam_syslog(handle, priority.value | LOG_AUTHPRIV, line.terminated)
    }

    /// Asks for a delay when the whole stack has failed; pam_fail_delay(3).
    ///
    /// - Parameter microseconds: libpam makes it up to half as long again or as short, at random.
    package func delayFailure(microseconds: UInt32) {
        // Safe: only stores a number in the handle. A failure to do so delays nothing, which is no harm.
        _ = unsafe pam_fail_delay(handle, microseconds)
    }
}

extension PAMHandle: PAMTransaction {
    package func user() -> [UInt8]? {
        var name: UnsafePointer<CChar>?
        // Safe: on success libpam points `name` to a string of its own, which is copied at once.
        guard unsafe pam_get_user(handle, &name, nil) == PAM_SUCCESS, let name = unsafe name else {
            return nil
        }
        return unsafe [UInt8](copyingText: name)
    }

    package func item(_ item: PAMItem) -> [UInt8]? {
        // Safe: libpam's string is copied at once.
        unsafe text(of: item.number).map { unsafe [UInt8](copyingText: $0) }
    }

    package func environmentValue(_ name: String) -> String? {
        // Safe: libpam's string is copied at once.
        let value = unsafe pam_getenv(handle, name.terminated).map {
            unsafe [UInt8](copyingText: $0)
        }
        return value.flatMap { String(validating: $0, as: UTF8.self) }
    }

    package func ask(_ prompt: String, echo: Bool) throws(ConversationFailure) -> SecretBytes {
        var response: UnsafeMutablePointer<CChar>?
        let style = echo ? PAM_PROMPT_ECHO_ON : PAM_PROMPT_ECHO_OFF
        // Safe: libpam writes a pointer to a string that is ours from then on, or none.
        let result = unsafe linuxpam_prompt(handle, style, &response, prompt.terminated)
        guard let response = unsafe response else { throw ConversationFailure() }
        let answer = unsafe SecretBytes(takingOwnershipOf: response)
        guard result == PAM_SUCCESS else { throw ConversationFailure() }
        return answer
    }

    package func tell(_ text: String) {
        guard !isSilent else { return }
        // Safe: as in `ask`; with this style there is no answer. Whether it was shown changes nothing.
        _ = unsafe linuxpam_prompt(handle, PAM_ERROR_MSG, nil, text.terminated)
    }

    package func password() -> SecretBytes? {
        // Safe: libpam's string is copied at once.
        unsafe text(of: PAM_AUTHTOK).map { unsafe SecretBytes(copyingText: $0) }
    }

    package func askPassword() throws(ConversationFailure) -> SecretBytes {
        var token: UnsafePointer<CChar>?
        // Safe: libpam keeps the string; it is copied at once. Without a text it prompts as pam_unix does.
        guard unsafe pam_get_authtok(handle, PAM_AUTHTOK, &token, nil) == PAM_SUCCESS,
            let token = unsafe token
        else { throw ConversationFailure() }
        return unsafe SecretBytes(copyingText: token)
    }

    package func setPassword(_ password: borrowing SecretBytes) throws(ConversationFailure) {
        guard let text = unsafe password.makeText() else { throw ConversationFailure() }
        // Safe: libpam makes a copy of its own, which it wipes when the stack is done.
        let result = unsafe pam_set_item(handle, PAM_AUTHTOK, text)
        unsafe wipeAndFreeText(text)
        guard result == PAM_SUCCESS else { throw ConversationFailure() }
    }

    private func text(of item: Int32) -> UnsafePointer<CChar>? {
        var value: UnsafeRawPointer?
        // Safe: for these items the value is a string of libpam's, or NULL.
        guard unsafe pam_get_item(handle, item, &value) == PAM_SUCCESS else { return nil }
        return unsafe value?.assumingMemoryBound(to: CChar.self)
    }
}

extension PAMItem {
    fileprivate var number: Int32 {
        switch self {
        case .service: PAM_SERVICE
        case .remoteHost: PAM_RHOST
        case .remoteUser: PAM_RUSER
        case .terminal: PAM_TTY
        }
    }
}

extension LogPriority {
    fileprivate var value: Int32 {
        switch self {
        case .info: LOG_INFO
        case .notice: LOG_NOTICE
        case .error: LOG_ERR
        }
    }
}

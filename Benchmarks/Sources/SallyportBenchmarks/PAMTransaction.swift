import CLinuxPAM
import Glibc

/// A libpam transaction, from `pam_start_confdir` to `pam_end`, that answers every prompt alike.
///
/// `pam_start` is also what loads the modules of the stack.
@safe struct PAMTransaction: ~Copyable {
    private let handle: OpaquePointer
    private let answer: UnsafeMutablePointer<CChar>

    /// Starts a transaction as sshd does: with user, terminal and address of the client.
    ///
    /// - Parameters:
    ///   - service: The name of the stack's file.
    ///   - user: The person who logs in.
    ///   - stacks: The folder with the stack's file.
    ///   - answer: What to answer to each prompt.
    /// - Throws: `BenchmarkError` when libpam cannot start.
    init(service: String, user: String, stacks: String, answer: String) throws {
        guard let copy = unsafe strdup(answer) else { throw BenchmarkError.system("strdup") }
        var conversation = unsafe pam_conv(conv: answerPrompts, appdata_ptr: copy)
        var handle: OpaquePointer?
        let result = unsafe pam_start_confdir(service, user, &conversation, stacks, &handle)
        guard result == PAM_SUCCESS, let handle = unsafe handle else {
            unsafe free(copy)
            throw BenchmarkError("pam_start_confdir \(service): PAM code \(result)")
        }
        unsafe self.handle = unsafe handle
        unsafe self.answer = unsafe copy
        // The items are copied by libpam, except the last: a function that lives for ever.
        unsafe pam_set_item(handle, PAM_RHOST, "127.0.0.1")
        unsafe pam_set_item(handle, PAM_TTY, "ssh")
        unsafe pam_set_item(
            handle, PAM_FAIL_DELAY, unsafeBitCast(skipDelay, to: UnsafeRawPointer.self))
    }

    /// Runs the auth stack once and returns its PAM code.
    func authenticate() -> Int32 {
        unsafe pam_authenticate(handle, 0)
    }

    deinit {
        unsafe pam_end(handle, PAM_SUCCESS)
        unsafe free(answer)
    }
}

/// Answers every prompt with the C string at `application` and says nothing to messages.
private let answerPrompts:
    @convention(c) (
        Int32, UnsafeMutablePointer<UnsafePointer<pam_message>?>?,
        UnsafeMutablePointer<UnsafeMutablePointer<pam_response>?>?, UnsafeMutableRawPointer?
    ) -> Int32 = { count, messages, responses, application in
        // libpam frees the responses, so they must come from the C library's own allocator.
        guard let messages = unsafe messages, let responses = unsafe responses,
            let application = unsafe application, count > 0,
            let memory = unsafe calloc(Int(count), MemoryLayout<pam_response>.stride)
        else { return PAM_CONV_ERR }
        let answers = unsafe memory.bindMemory(to: pam_response.self, capacity: Int(count))
        for index in 0..<Int(count) {
            let style = unsafe messages[index]?.pointee.msg_style
            if style == PAM_PROMPT_ECHO_ON || style == PAM_PROMPT_ECHO_OFF {
                unsafe answers[index].resp = strdup(application.assumingMemoryBound(to: CChar.self))
            }
        }
        unsafe responses.pointee = unsafe answers
        return PAM_SUCCESS
    }

/// Takes the place of libpam's delay after a refusal, which is there to slow people down.
private let skipDelay: DelayFunction = { _, _, _ in }

/// What libpam calls to wait: PAM code, microseconds, and the conversation's pointer.
private typealias DelayFunction =
    @convention(c) (Int32, UInt32, UnsafeMutableRawPointer?) -> Void

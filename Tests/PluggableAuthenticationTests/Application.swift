import CLinuxPAM
import PluggableAuthentication
import Testing
import TestSupport

/// An application with a libpam transaction of its own, which lets a test take a module's place.
///
/// Some of a handle is for modules only, and libpam knows when one runs: while it does, and that includes what the
/// module shows to the application. The stack's module is pam_echo(8), and its line is where the test comes in.
@safe final class Application {
    /// One message of the conversation.
    struct Message: Equatable {
        /// PAM_PROMPT_ECHO_ON and the like.
        let style: Int32
        let text: String
    }

    /// What the application does with a question.
    enum Answer {
        case bytes([UInt8])
        /// Success, and no answers at all.
        case nothing
        /// An answer without a text.
        case noText
        /// This PAM code.
        case failure(Int32)
    }

    /// The answers to come; without one a question is a failure.
    var answers: [Answer] = []
    /// What was asked and shown.
    private(set) var messages: [Message] = []
    /// The handle as the application has it.
    let handle: OpaquePointer
    private let folder: TemporaryFolder
    private var body: ((OpaquePointer) -> Void)?

    /// Begins a transaction of a service named `trial`; `user` are the bytes of a name.
    init(user: [UInt8]? = Array("alice".utf8)) throws {
        folder = try TemporaryFolder()
        try folder.write(
            [UInt8](text: "auth optional pam_echo.so now\nauth required pam_permit.so\n"),
            to: "trial", mode: 0o644)
        var handle: OpaquePointer?
        // libpam copies the structure; the pointer in it is set below, when there is an application.
        var conversation = unsafe pam_conv(conv: answerOrRun, appdata_ptr: nil)
        let name = user.map { $0.map { CChar(bitPattern: $0) } + [0] }
        let result = unsafe pam_start_confdir("trial", name, &conversation, folder.path, &handle)
        try #require(result == PAM_SUCCESS)
        unsafe self.handle = try unsafe #require(handle)
        unsafe conversation.appdata_ptr = Unmanaged.passUnretained(self).toOpaque()
        try #require(unsafe pam_set_item(self.handle, PAM_CONV, &conversation) == PAM_SUCCESS)
    }

    deinit { unsafe pam_end(handle, PAM_SUCCESS) }

    /// Authenticates, and runs the body with the handle as a module gets it.
    func asModule(_ body: @escaping (OpaquePointer) -> Void) throws {
        unsafe self.body = body
        // Whatever comes of it: the test is what its module saw.
        _ = unsafe pam_authenticate(handle, 0)
        try #require(unsafe self.body == nil, "no module ran")
    }

    /// The same with what the product makes of the handle.
    func asModule(flags: Int32 = 0, _ body: @escaping (PAMHandle) -> Void) throws {
        try unsafe asModule { handle in
            body(unsafe PAMHandle(borrowing: handle, flags: flags))
        }
    }

    /// Sets an item to a text; pam_set_item(3).
    func set(_ item: Int32, to bytes: [UInt8]) throws {
        try #require(unsafe pam_set_item(handle, item, bytes + [0]) == PAM_SUCCESS)
    }

    /// Sets a variable of the PAM environment; pam_putenv(3).
    func setEnvironment(_ bytes: [UInt8]) throws {
        let text = bytes.map { CChar(bitPattern: $0) } + [0]
        try #require(unsafe pam_putenv(handle, text) == PAM_SUCCESS)
    }

    /// Takes one message of the conversation: runs the test where it is the module's line, and answers questions.
    fileprivate func take(_ message: pam_message) -> Answer {
        let text = unsafe message.msg.map { unsafe String(cString: $0) } ?? ""
        let style = unsafe message.msg_style
        switch style {
        case PAM_TEXT_INFO where unsafe body != nil:
            let module = unsafe body
            unsafe body = nil
            unsafe module?(handle)
            return .noText
        case PAM_PROMPT_ECHO_ON, PAM_PROMPT_ECHO_OFF:
            messages.append(Message(style: style, text: text))
            return answers.isEmpty ? .failure(PAM_CONV_ERR) : answers.removeFirst()
        default:
            messages.append(Message(style: style, text: text))
            return .noText
        }
    }
}

/// The conversation function of every application; all modules of this test send one message at a time.
private let answerOrRun:
    @convention(c) (
        Int32, UnsafeMutablePointer<UnsafePointer<pam_message>?>?,
        UnsafeMutablePointer<UnsafeMutablePointer<pam_response>?>?, UnsafeMutableRawPointer?
    ) -> Int32 = { count, messages, responses, context in
        guard count == 1, let message = unsafe messages?[0]?.pointee, let context = unsafe context
        else {
            return PAM_CONV_ERR
        }
        let application = unsafe Unmanaged<Application>.fromOpaque(context).takeUnretainedValue()
        let answer = unsafe application.take(message)
        unsafe responses?.pointee = nil
        switch answer {
        case .failure(let code): return code
        case .nothing: return PAM_SUCCESS
        case .noText, .bytes: break
        }
        // libpam frees both, so they come from the C library's own allocator.
        guard let memory = unsafe calloc(1, MemoryLayout<pam_response>.stride) else {
            return PAM_BUF_ERR
        }
        let response = unsafe memory.bindMemory(to: pam_response.self, capacity: 1)
        if case .bytes(let bytes) = answer {
            unsafe response.pointee.resp = strdup(bytes.map { CChar(bitPattern: $0) } + [0])
        }
        unsafe responses?.pointee = response
        return PAM_SUCCESS
    }

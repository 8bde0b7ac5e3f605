internal import Accounts
internal import OneTimePassword
internal import TextCoding
internal import Vocabulary

/// What a person typed at the prompt, by its form.
enum Answer {
    /// Digits, as an authenticator shows them.
    case code(OneTimeCode)
    /// A recovery code in canonical form.
    case recoveryCode([UInt8])
    /// A word that asks for another method.
    case method(Method)
    /// Nothing.
    case empty
    /// sshd's stand-in.
    case standIn
    /// Anything else.
    case malformed

    /// The longest answer looked at, in bytes.
    ///
    /// Every form is far shorter; sshd passes on up to 256 KiB.
    private static let maximumLength = 64

    init(_ bytes: Span<UInt8>) {
        if Self.isBlank(bytes) {
            self = .empty
        } else if Self.isStandIn(bytes) {
            self = .standIn
        } else if bytes.count > Self.maximumLength {
            self = .malformed
        } else if let code = OneTimeCode(typed: bytes) {
            self = .code(code)
        } else if let code = RecoveryCode.canonical(typed: bytes) {
            self = .recoveryCode(code)
        } else if let method = Self.method(plainCode(bytes).span) {
            self = .method(method)
        } else {
            self = .malformed
        }
    }

    /// Whether sshd answered for a user it will refuse: `\b\n\r\177INCORRECT`, cut or repeated to
    /// the length of what was typed (auth-pam.c, fake_password).
    ///
    /// No code begins with a backspace.
    static func isStandIn(_ bytes: Span<UInt8>) -> Bool { !bytes.isEmpty && bytes[0] == 0x08 }

    /// Whether it has the form of a code of any kind.
    var isCode: Bool {
        switch self {
        case .code, .recoveryCode: true
        case .method, .empty, .standIn, .malformed: false
        }
    }

    private static func isBlank(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices
        where bytes[index] != UInt8(ascii: " ") && bytes[index] != UInt8(ascii: "\r") {
            return false
        }
        return true
    }

    /// The method of a name, or chat for the name of one, in upper or lower case.
    private static func method(_ bytes: Span<UInt8>) -> Method? {
        for (number, name) in Method.names.enumerated() where isName(name, bytes) {
            return Method(rawValue: number)
        }
        return Method.chats.contains { isName($0, bytes) } ? .chat : nil
    }

    /// All names are letters, whose cases differ in one bit.
    @inline(never)
    private static func isName(_ name: String, _ bytes: Span<UInt8>) -> Bool {
        let name = name.utf8.span
        guard name.count == bytes.count else { return false }
        for index in name.indices where name[index] != bytes[index] | 0x20 { return false }
        return true
    }
}

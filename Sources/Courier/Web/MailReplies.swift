internal import TextCoding

/// The replies of a mail server, as far as somebody wants to know them (RFC 5321 section 4.2).
struct MailReplies {
    /// The last reply: its code and the text of all its lines.
    private(set) var last: [UInt8] = []
    /// The last that was a refusal, which begins with 4 or 5; it may have broken off.
    private(set) var lastRefusal: [UInt8] = []
    /// The ways to log in that the server offered last, as it names them (RFC 4954); nil where it offered none.
    private(set) var loginMethods: [UInt8]?
    /// Whether it took a login.
    private(set) var hasLoggedIn = false
    /// Whether the last reply has another line.
    private var isOpen = false

    /// Whether the last reply is a refusal.
    var isRefusal: Bool { last.first == UInt8(ascii: "4") || last.first == UInt8(ascii: "5") }

    /// Takes a line without its end.
    mutating func add(_ line: [UInt8]) {
        let code = line.prefix(3)
        let text = line.dropFirst(4)
        if isOpen, last.starts(with: code) {
            last += [UInt8(ascii: " ")] + withoutStatus(text)
        } else {
            last = line
            if last.count > 3 { last[3] = UInt8(ascii: " ") }
        }
        isOpen = line.count > 3 && line[3] == UInt8(ascii: "-")
        if isRefusal { lastRefusal = last }
        // After STARTTLS what was said before counts no more (RFC 3207 section 4.2).
        if code.elementsEqual("220".utf8) { loginMethods = nil }
        if code.elementsEqual("235".utf8) { hasLoggedIn = true }
        if code.elementsEqual("250".utf8), let methods = Self.loginMethods(in: text) {
            loginMethods = methods
        }
    }

    /// From now on a refusal is one of something else.
    mutating func forgetRefusal() { lastRefusal = [] }

    /// The text of a further line: each may repeat the enhanced status of the first (RFC 2034 section 4).
    private func withoutStatus(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let blank = UInt8(ascii: " ")
        let status = text.prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
        guard status.contains(UInt8(ascii: ".")), last.dropFirst(4).starts(with: status + [blank])
        else { return text }
        return text.dropFirst(status.count).drop { $0 == blank }
    }

    private static func loginMethods(in text: ArraySlice<UInt8>) -> [UInt8]? {
        let word = Array("auth".utf8)
        guard text.count > word.count, text.prefix(word.count).map({ $0.lowercased }) == word,
            let separator = text.dropFirst(word.count).first, " =".utf8.contains(separator)
        else { return nil }
        return Array(text.dropFirst(word.count + 1))
    }
}

internal import HostSystem
internal import Messages
package import Wire

extension MessageValues {
    /// The values of a message.
    ///
    /// Names come from whoever logs in, and from name services: what could begin a line, hide text or turn
    /// it around is left out, and long ones are cut.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - code: the code it brings; nil for a notice.
    ///   - isShort: whether the values are for a text message, and so are shorter and plain.
    package init(_ request: OutgoingMessage, _ code: CodeToSend?, isShort: Bool) {
        let language = request.language
        let alphabet = language.alphabet
        func cleaned(_ text: String, _ longest: Int, _ longestShort: Int) -> String {
            Self.cleaned(
                text, maximum: isShort ? longestShort : longest,
                isAllowed: isShort ? { TextSegment.holds($0, in: alphabet) } : { _ in true })
        }
        let longestNames = TextSegment.longestNames(in: alphabet)
        self.code = Self.cleaned(code?.text ?? "", maximum: 10) { ("0"..."9").contains($0) }
        number = code.map { String($0.number) } ?? ""
        user = cleaned(request.user, 64, longestNames.user)
        host = cleaned(request.host, 64, longestNames.host)
        source = request.source.utf8.isEmpty ? "-" : cleaned(request.source, 64, 40)
        time = SystemClock.localTime(of: request.time)?.description ?? "-"
        lifetime = code.map { language.message(.lifetime($0.lifetime)) } ?? ""
    }

    /// One line without what is invisible; a question mark for what is not allowed.
    static func cleaned(
        _ text: String, maximum: Int, isAllowed: (Unicode.Scalar) -> Bool
    ) -> String {
        var kept = ""
        var count = 0
        for scalar in text.unicodeScalars where !isInvisible(scalar) {
            guard count < maximum else { break }
            count += 1
            kept.unicodeScalars.append(isAllowed(scalar) ? scalar : "?")
        }
        return kept
    }

    /// Whether a character is a control character, a line separator, or one that changes the direction of
    /// the text or has no width (Unicode 15, sections 23.1 and 23.2).
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1f, 0x7f...0x9f, 0xad, 0x61c, 0x180e, 0x200b...0x200f, 0x2028...0x202e,
            0x2060...0x206f, 0xfeff, 0xfff9...0xfffb, 0xe0000...0xe007f:
            true
        default: false
        }
    }
}

/// What a device is called by the issuer and the account of its URI.
enum DeviceName {
    /// The longest name made, in characters; labels in accounts may be shorter.
    private static let maximumLength = 200

    /// `Example:alice`, or what there is of it; nil where there is nothing.
    ///
    /// Control characters are left out, as are an issuer that stands before the account already and
    /// blanks around the parts.
    static func made(issuer: String?, account: String) -> String? {
        let issuer = cleaned(issuer ?? "")
        var account = cleaned(account)
        // Of no issuer some apps leave the colon.
        if account.hasPrefix(issuer + ":") {
            account = cleaned(String(account.dropFirst(issuer.count + 1)))
        }
        let name = [issuer, account].filter { !$0.isEmpty }.joined(separator: ":")
        return name.isEmpty ? nil : String(name.prefix(maximumLength))
    }

    private static func cleaned(_ text: String) -> String {
        let kept = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
        var words = Substring(String(String.UnicodeScalarView(kept)))
        while words.first == " " { words.removeFirst() }
        while words.last == " " { words.removeLast() }
        return String(words)
    }
}

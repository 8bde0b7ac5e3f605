internal import Messages

/// What fits in one segment of a text message (3GPP TS 23.038 and 23.040).
enum TextSegment {
    /// How many septets a segment has in the default alphabet.
    static let septets = 160
    /// How many 16-bit units a segment has in UCS-2, which is taken as soon as one character needs it.
    static let units = 70

    /// How many characters of a user's and a host's name leave room for the built-in texts of a language.
    static func longestNames(in alphabet: MessageAlphabet) -> (user: Int, host: Int) {
        switch alphabet {
        case .standard: (24, 32)
        case .unicode: (12, 16)
        }
    }

    /// Whether a character takes the room of one, and is not replaced.
    static func holds(_ scalar: Unicode.Scalar, in alphabet: MessageAlphabet) -> Bool {
        switch alphabet {
        case .standard: septets(of: scalar) == 1
        case .unicode: scalar.value <= 0xffff && scalar != "【" && scalar != "】"
        }
    }

    /// The text as one line that is one segment, cut at its end where it is longer.
    ///
    /// Square brackets become round ones: providers put their signature in them and refuse others.
    ///
    /// - Throws: where the code would be cut off.
    static func fitted(_ text: String, code: String) throws(DeliveryError) -> String {
        var line: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\t": line.append(" ")
            case "[", "【": line.append("(")
            case "]", "】": line.append(")")
            default: line.append(scalar)
            }
        }
        while line.last == " " { line.removeLast() }
        let isDefaultAlphabet = line.allSatisfy { septets(of: $0) != nil }
        let room = isDefaultAlphabet ? septets : units
        var length = 0
        var kept = ""
        for scalar in line {
            length += isDefaultAlphabet ? septets(of: scalar) ?? 1 : (scalar.value > 0xffff ? 2 : 1)
            guard length <= room else { break }
            kept.unicodeScalars.append(scalar)
        }
        guard Array(kept.utf8).contains(bytes: Array(code.utf8)) else {
            throw DeliveryError(
                "the text is longer than a text message, and the code would be cut off: "
                    + "put {code} at its beginning")
        }
        return kept
    }

    /// How many septets a character takes; nil where the default alphabet has no such character.
    static func septets(of scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        case "[", "]", "{", "}", "\\", "^", "|", "~", "€": 2
        case "`": nil
        case " "..."~": 1
        case "£", "¥", "è", "é", "ù", "ì", "ò", "Ç", "Ø", "ø", "Å", "å", "Δ", "Φ", "Γ", "Λ", "Ω",
            "Π", "Ψ", "Σ", "Θ", "Ξ", "Æ", "æ", "ß", "É", "¤", "¡", "Ä", "Ö", "Ñ", "Ü", "§", "¿",
            "ä", "ö", "ñ", "ü", "à":
            1
        default: nil
        }
    }
}

extension [UInt8] {
    /// Whether these bytes occur in a row.
    fileprivate func contains(bytes: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: bytes) }
    }
}

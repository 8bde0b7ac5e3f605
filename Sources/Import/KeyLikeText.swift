internal import Cryptography
internal import TextCoding

/// What could be a key in a text that will be shown: in a label, in the path of a file, in a message.
///
/// Rather too much than too little is taken for one: a name that is left out can be given again.
package enum KeyLikeText {
    /// As many characters of Base32, or of hexadecimal, as the shortest key has: ten bytes.
    private static let shortestBase32 = 16
    private static let shortestHexadecimal = 20

    /// Whether there is something like a key in a name that an app or a file gave.
    package static func isIn(name: String) -> Bool {
        var bytes = Array(name.utf8)
        // Escaped once more, or twice, a URI is still one.
        for _ in 0..<3 {
            if hasMark(bytes) || hasGroups(bytes) { return true }
            if runs(of: bytes).contains(where: { isKey(bytes[$0], inLowerCase: true) }) {
                return true
            }
            guard bytes.contains(UInt8(ascii: "%")), let decoded = PercentEncoding.decode(bytes)
            else { return false }
            bytes = decoded
        }
        return false
    }

    /// A text that was typed, or that tells of a file, with asterisks where something like a key stood.
    ///
    /// Words in lower case stay: folders and files often have names as long as a key.
    package static func hidden(in text: String) -> String {
        let bytes = Array(text.utf8)
        if hasMark(bytes) { return "***" }
        var result: [UInt8] = []
        var position = 0
        for run in runs(of: bytes) where isKey(bytes[run], inLowerCase: false) {
            result += bytes[position..<run.lowerBound] + Array("***".utf8)
            position = run.upperBound
        }
        return String(decoding: result + bytes[position...], as: UTF8.self)
    }

    /// Whether a name has a key in it, in one of the ways to write one.
    static func isIn(name: String, key: borrowing SecretBytes) -> Bool {
        // A shorter one is in every other name, and is not imported.
        guard key.count >= 5 else { return false }
        let (base32, hexadecimal, base64) = key.withBytes {
            // The last digit of each may hold bits that another writer fills in another way.
            (Base32.encode($0).dropLast(), Hexadecimal.encode($0), Base64.encode($0).dropLast(4))
        }
        let letters = name.utf8.map { $0.lowercased }.filter { $0.isLetterOrDigit }
        return contains(letters, base32.utf8.map { $0.lowercased })
            || contains(letters, Array(hexadecimal.utf8))
            || contains(Array(name.utf8), Array(base64.utf8))
    }

    /// Whether a URI with a key begins somewhere in a text.
    static func hasURI(in text: some Sequence<UInt8>) -> Bool {
        let letters = text.map { $0.lowercased }
        return ["otpauth:", "otpauth-migration:", "otpauth%"].contains {
            contains(letters, Array($0.utf8))
        }
    }

    /// Whether a text is a URI with a key, or a part of one: nobody's name is.
    package static func isURI(_ text: String) -> Bool { hasMark(Array(text.utf8)) }

    private static func hasMark(_ text: [UInt8]) -> Bool {
        hasURI(in: text) || contains(text.map { $0.lowercased }, Array("secret=".utf8))
    }

    private static func isKey(_ run: ArraySlice<UInt8>, inLowerCase: Bool) -> Bool {
        guard run.count >= shortestBase32 else { return false }
        let hasUpper = run.contains { $0.isLetterOrDigit && $0 != $0.lowercased }
        let hasLower = run.contains { !$0.isDigit && $0 == $0.lowercased }
        let hasDigit = run.contains { $0.isDigit }
        if run.count >= shortestHexadecimal, hasDigit || hasUpper,
            run.allSatisfy({ Hexadecimal.value(of: $0) != nil })
        {
            return true
        }
        if hasUpper, hasLower { return run.count >= shortestHexadecimal && hasDigit }
        guard run.allSatisfy({ Base32.value(of: $0) != nil }) else { return false }
        return hasUpper || (inLowerCase && hasDigit)
    }

    /// Whether there are groups of four characters of Base32, as keys are shown to be typed.
    private static func hasGroups(_ text: [UInt8]) -> Bool {
        let words = text.split { !$0.isLetterOrDigit }
        var groups: [UInt8] = []
        for word in words {
            guard word.allSatisfy({ Base32.value(of: $0) != nil }), word.count <= 4 else {
                groups = []
                continue
            }
            groups += word
            if groups.count >= shortestBase32,
                groups.contains(where: { $0.isDigit }) || groups.allSatisfy({ $0 != $0.lowercased })
            {
                return true
            }
            if word.count < 4 { groups = [] }
        }
        return false
    }

    /// Where the longest runs of letters and digits lie.
    private static func runs(of text: [UInt8]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for index in text.indices {
            if text[index].isLetterOrDigit {
                start = start ?? index
            } else if let begun = start {
                runs.append(begun..<index)
                start = nil
            }
        }
        if let start { runs.append(start..<text.count) }
        return runs
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard !part.isEmpty, text.count >= part.count else { return false }
        return (0...text.count - part.count).contains {
            text[$0..<$0 + part.count].elementsEqual(part)
        }
    }
}

internal import TextCoding

/// The name of an account's folder: the user's name, percent-encoded.
///
/// Letters, digits, `_` and `-` stand for themselves, and so does a dot that is not the first character;
/// every other byte is `%` and two hexadecimal digits. Different names never share a folder, and no name
/// leads out of it.
enum AccountName {
    /// NAME_MAX of Linux, in bytes.
    private static let maximumLength = 255

    /// - Returns: nil where the name is empty or too long to be a folder's.
    static func folder(for user: String) -> String? {
        let encoded = PercentEncoding.encode(user) {
            $0.isLetterOrDigit || "_-.".has($0)
        }
        // A dot first would hide the folder, or lead out of it.
        let folder =
            encoded.bytes.first == UInt8(ascii: ".")
            ? compact("%2E\(String(bytes: encoded.bytes.dropFirst()))") : encoded
        guard !folder.isEmpty, folder.utf8.span.count <= maximumLength else { return nil }
        return folder
    }

    /// The user's name of a folder; nil where ``folder(for:)`` makes no such name.
    static func user(ofFolder folder: String) -> String? {
        guard let bytes = PercentEncoding.decode(folder.utf8) else { return nil }
        let user = String(bytes: bytes)
        return self.folder(for: user)?.hasSameBytes(as: folder) == true ? user : nil
    }
}

internal import HostSystem

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
        let digits = Array("0123456789ABCDEF".utf8)
        var folder: [UInt8] = []
        for byte in user.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
                UInt8(ascii: ".") where byte != UInt8(ascii: ".") || !folder.isEmpty:
                folder.append(byte)
            default:
                folder += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        guard !folder.isEmpty, folder.count <= maximumLength else { return nil }
        return String(decoding: folder, as: UTF8.self)
    }

    /// The user's name of a folder; nil where ``folder(for:)`` makes no such name.
    static func user(ofFolder folder: String) -> String? {
        var bytes: [UInt8] = []
        var rest = folder.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        let user = String(decoding: bytes, as: UTF8.self)
        return self.folder(for: user)?.hasSameBytes(as: folder) == true ? user : nil
    }
}

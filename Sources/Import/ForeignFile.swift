internal import TextCoding

/// Files that are no text of any kind read here, told by how they begin.
enum ForeignFile {
    /// Refuses a file that is something else, in one sentence.
    static func refuse(_ text: Span<UInt8>) throws(UnusableLine) {
        if let description = description(of: text) { throw UnusableLine(description) }
    }

    /// What a file is, and what to do about it; nil for any other.
    static func description(of text: Span<UInt8>) -> String? {
        if ByteOrderMark.isUTF16(text) { return ByteOrderMark.utf16Advice }
        for (start, description) in beginnings where text.begins(with: start) {
            return description
        }
        return nil
    }

    private static var beginnings: [([UInt8], String)] {
        let picture = "this is a picture; `zbarimg --quiet --raw` reads the QR codes in it"
        let encrypted = "this is encrypted; export it without a password"
        let packed = "this is an archive; unpack it"
        return [
            ([0x89, 0x50, 0x4e, 0x47], picture), ([0xff, 0xd8, 0xff], picture),
            (Array("-----BEGIN PGP".utf8), encrypted), (Array("Salted__".utf8), encrypted),
            (Array("age-encryption.org/".utf8), encrypted), ([0x50, 0x4b, 3, 4], packed),
            ([0x1f, 0x8b], packed),
        ]
    }
}

extension Span<UInt8> {
    /// Whether it begins with these bytes.
    fileprivate func begins(with start: [UInt8]) -> Bool {
        count >= start.count && start.indices.allSatisfy { self[$0] == start[$0] }
    }
}

internal import HostSystem
internal import TextCoding

/// A file that a line of the delivery file names, and that is read before the courier gives up being root.
package final class ReferencedFile {
    /// Its path, absolute.
    package let path: String
    /// Whether it holds a secret, so that nobody but root and the courier may read it.
    package let isSecret: Bool
    /// The keyword of the line that names it.
    package let keyword: String
    /// The number of that line.
    package let line: Int
    /// What is in it, once ``read(group:)`` has read it, without a byte order mark; of a secret, its one line without
    /// the line end.
    package private(set) var bytes: [UInt8] = []
    /// The same of a secret, as text.
    private(set) var secret = ""

    /// The longest file, in bytes: templates are a page, credentials a line.
    package static let maximumSize = 16 * 1024

    init(path: String, isSecret: Bool, keyword: String, line: Int) {
        self.path = path
        self.isSecret = isSecret
        self.keyword = keyword
        self.line = line
    }

    /// Reads the file, as root.
    ///
    /// - Parameter group: the group of the courier's user, which may read secrets too.
    /// - Throws: with keyword, line and path, what is wrong with the file.
    package func read(group: UInt32) throws(DeliveryError) {
        do throws(SystemError) {
            let file = try File(
                path: path, confidentiality: isSecret ? .secretOfGroup(group) : .open)
            bytes = try file.contents(limit: Self.maximumSize)
        } catch {
            throw DeliveryError("\(keyword) (line \(line)): \(error.reason(opening: path))")
        }
        guard !ByteOrderMark.isUTF16(bytes.span) else {
            throw wrong(ByteOrderMark.utf16Advice)
        }
        bytes.removeFirst(ByteOrderMark.length(in: bytes.span))
        guard isSecret else { return }
        bytes = try onlyLine()
        // Repaired it would be another one.
        guard let secret = String(validating: bytes, as: UTF8.self) else {
            throw wrong("must be valid UTF-8")
        }
        self.secret = secret
    }

    private func wrong(_ what: String) -> DeliveryError {
        DeliveryError("\(keyword) (line \(line)): \(path): \(what)")
    }

    private func onlyLine() throws(DeliveryError) -> [UInt8] {
        var line = bytes
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard !line.isEmpty, line.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            throw wrong("must have one line, the secret, and no control characters")
        }
        return line
    }
}

extension SystemError {
    /// What was wrong with a file or with the folder it is in.
    func reason(opening path: String) -> String {
        subject.hasSameBytes(as: path) ? description : compact("\(path): \(description)")
    }
}

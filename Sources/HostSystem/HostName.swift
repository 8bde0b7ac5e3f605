internal import CHostSystem
internal import TextCoding

/// This machine's name.
package enum HostName {
    /// The name as set, and its first label where it has several; gethostname(2).
    ///
    /// None where no name was set, which Linux calls "(none)", or one that is not valid UTF-8.
    package static func all() -> [String] {
        /// HOST_NAME_MAX of Linux and the closing NUL.
        var buffer = [CChar](repeating: 0, count: 65)
        // Safe: the buffer's own length is passed.
        guard unsafe gethostname(&buffer, buffer.count) == 0 else { return [] }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        guard let name = String(validating: bytes, as: UTF8.self), !bytes.isEmpty,
            !name.hasSameBytes(as: "(none)")
        else { return [] }
        let label = bytes.prefix { $0 != UInt8(ascii: ".") }
        return label.count == bytes.count ? [name] : [name, String(bytes: label)]
    }
}

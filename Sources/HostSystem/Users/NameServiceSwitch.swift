internal import CHostSystem
internal import TextCoding

/// What nsswitch.conf(5) says of groups: which name services there are, and in which order they are asked.
struct NameServiceSwitch {
    /// Those that know groups.
    private(set) var group: NameServiceLine
    /// Those that are asked for the groups of a user, where these are not the same.
    private(set) var initgroups: NameServiceLine?

    /// Reads the file there is: the administrator's, or the one that SUSE's C library reads without it.
    ///
    /// - Throws: `.malformed` for a second line of a kind: which of the two counts depends on the version of the C
    ///   library.
    init() throws(SystemError) {
        let path = Self.path
        // What the C library takes without such a line. A newer one takes `files`, which is the same unless /etc/group
        // sends its reader elsewhere.
        group = NameServiceLine("compat".bytes)
        var text = try Self.contents(path)
        if text == nil { text = try Self.contents(compact("/usr\(path)")) }
        var line = NameServiceLine(text ?? [])
        var hasGroup = false
        repeat {
            if line.takes("group") {
                guard !hasGroup else { throw Self.malformed }
                hasGroup = true
                group = line
            } else if line.takes("initgroups") {
                guard initgroups == nil else { throw Self.malformed }
                initgroups = line
            }
        } while line.goToNextLine()
    }

    private static var path: String { "/etc/nsswitch.conf" }

    /// That the file has a line that is not understood.
    static var malformed: SystemError { SystemError(.malformed, path) }

    /// The content of a file of root's, which may be a link; nil where there is none.
    private static func contents(_ path: String) throws(SystemError) -> [UInt8]? {
        // Safe: the string is NUL-terminated and lives through the call.
        let number = unsafe host_openat(
            AT_FDCWD, path.terminated, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0)
        guard number >= 0 else {
            if host_errno() == ENOENT { return nil }
            throw .last(path)
        }
        let descriptor = Descriptor(takingOwnershipOf: number)
        let length = Int(try descriptor.status(subject: path).st_size)
        /// Many times what any has.
        let limit = 64 << 10
        return try File(descriptor, path: path, length: length).contents(limit: limit)
    }
}

/// A line of nsswitch.conf(5), from a place in it on.
struct NameServiceLine {
    private let text: [UInt8]
    private var position = 0
    /// Whether something came that does not belong there.
    private(set) var isMalformed = false

    /// Begins with the first line of a file.
    init(_ text: [UInt8]) { self.text = text }

    /// The next service; nil at the end, and where the line is not understood.
    // Not written out wherever it is used: the module has little room.
    @inline(never)
    mutating func next() -> NameService? {
        _ = takes(":")
        skipBlanks()
        let start = position
        while current.map(Self.isOfName) == true { position += 1 }
        guard position > start else {
            isMalformed = !isAtEnd
            return nil
        }
        guard isAtEnd || isAtBlank || current == UInt8(ascii: "[") else {
            isMalformed = true
            return nil
        }
        var service = NameService(name: String(bytes: text[start..<position]))
        guard takes("[") else { return service }
        while !takes("]") {
            let isNegated = takes("!")
            let isSuccess = takes("success")
            let isNotFound = takes("notfound")
            // Of the others nothing depends: both are silence.
            guard isSuccess || isNotFound || takes("unavail") || takes("tryagain"), takes("=")
            else {
                isMalformed = true
                return nil
            }
            let ends = takes("return")
            guard ends || takes("continue") || takes("merge") else {
                isMalformed = true
                return nil
            }
            if isSuccess != isNegated { service.endsOnSuccess = ends }
            if isNotFound != isNegated { service.endsOnNotFound = ends }
        }
        return service
    }

    /// Goes past blanks, and then past a sign or a word in lower case, if that is the next; the case does not count.
    @inline(never)
    mutating func takes(_ word: StaticString) -> Bool {
        skipBlanks()
        var end = position
        for index in 0..<word.utf8CodeUnitCount {
            // Safe: the text has so many bytes.
            let byte = unsafe word.utf8Start[index]
            guard end < text.count,
                text[end] == byte || (Self.isOfName(byte) && text[end] | 0x20 == byte)
            else { return false }
            end += 1
        }
        // A word must end here.
        if word.utf8CodeUnitCount > 1, end < text.count, Self.isOfName(text[end]) { return false }
        position = end
        return true
    }

    private mutating func skipBlanks() { while isAtBlank { position += 1 } }

    /// Goes to the next line; whether there is one.
    mutating func goToNextLine() -> Bool {
        while let byte = current {
            position += 1
            if byte == UInt8(ascii: "\n") { return true }
        }
        return false
    }

    private var current: UInt8? { position < text.count ? text[position] : nil }

    /// Whether the line ends here, or a comment begins.
    private var isAtEnd: Bool {
        guard let current else { return true }
        return current == UInt8(ascii: "\n") || current == UInt8(ascii: "#")
    }

    private var isAtBlank: Bool {
        guard let current else { return false }
        return current == UInt8(ascii: " ")
            || (current != UInt8(ascii: "\n") && (0x09...0x0D).contains(current))
    }

    /// Whether a service's name, a part of the name of a file, may have this character.
    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

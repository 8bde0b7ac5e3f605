internal import TextCoding

/// One message between two of Sallyport's processes: a kind, and fields with names.
///
/// Documentation/formats.md tells it byte by byte. Each end refuses what it does not know, so that a message is never
/// half understood.
package struct Frame {
    /// The version of the format, and of all the messages in it; every change of either is another one.
    package static let version: UInt8 = 1
    /// What every frame of every version begins with.
    static let mark: UInt8 = 0xA5
    /// The bytes before the fields: the mark, the version, the kind and the length of the fields.
    package static let headerLength = 5
    /// The most bytes of all fields, which is the most that two bytes of length can say.
    package static let maximumLength = 0xFFFF
    /// The most fields.
    static let maximumFieldCount = 80
    /// The most bytes of the name of a field.
    static let maximumNameLength = 24

    /// What the message is; a number that no other message of Sallyport's has.
    package let kind: UInt8
    /// The fields as they are written; those of a frame that was read can be told apart.
    var body: [UInt8] = []
    /// How many fields there are.
    var fieldCount = 0

    /// A frame without fields.
    package init(kind: UInt8) { self.kind = kind }

    /// Adds a field with a text.
    @inline(never)
    package mutating func add(_ name: String, _ text: String) { add(name, text.bytes) }

    /// Adds a field with a number.
    @inline(never)
    package mutating func add(_ name: String, _ number: Int) { add(name, String(number)) }

    /// Adds a field with a truth value.
    package mutating func add(_ name: String, _ isTrue: Bool) { add(name, isTrue ? 1 : 0) }

    /// Adds a field.
    @inline(never)
    package mutating func add(_ name: String, _ value: [UInt8]) {
        fieldCount += 1
        let name = name.bytes
        // What is too long for its length makes the whole too long, and is not written.
        body += [UInt8(clamping: name.count)] + name + Self.bytes(of: value.count) + value
    }

    /// The frame as it is written.
    ///
    /// - Returns: nil where there are too many fields, or they are longer than `limit` bytes with their names and
    ///   lengths.
    package func encoded(limit: Int = maximumLength) -> [UInt8]? {
        guard fieldCount <= Self.maximumFieldCount, body.count <= min(limit, Self.maximumLength)
        else { return nil }
        return [Self.mark, Self.version, kind] + Self.bytes(of: body.count) + body
    }

    @inline(never)
    private static func bytes(of length: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)]
    }
}

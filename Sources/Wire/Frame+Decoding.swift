extension Frame {
    /// Takes the first frame off what has arrived.
    ///
    /// - Parameters:
    ///   - bytes: What has arrived; the frame is taken out.
    ///   - limit: The most bytes of all fields that are taken.
    /// - Returns: nil while the frame has not arrived whole.
    /// - Throws: where no frame can come of it, as soon as that shows.
    package static func take(
        from bytes: inout [UInt8], limit: Int = maximumLength
    ) throws(FrameError) -> Frame? {
        guard let length = try bodyLength(bytes, limit: limit) else { return nil }
        let end = headerLength + length
        guard bytes.count >= end else { return nil }
        var frame = Frame(kind: bytes[2])
        frame.body = Array(bytes[headerLength..<end])
        var place = 0
        while let field = frame.field(at: &place) {
            frame.fieldCount += 1
            guard (1...maximumNameLength).contains(field.name.count) else {
                throw FrameError(.malformedFields)
            }
            for index in field.name where !isLetter(frame.body[index]) {
                throw FrameError(.malformedFields)
            }
        }
        guard place == length, frame.fieldCount <= maximumFieldCount else {
            throw FrameError(.malformedFields)
        }
        bytes = Array(bytes[end...])
        return frame
    }

    /// Reads bytes that are one whole frame.
    package init(decoding bytes: [UInt8], limit: Int = maximumLength) throws(FrameError) {
        var rest = bytes
        guard let frame = try Self.take(from: &rest, limit: limit) else {
            throw FrameError(.truncated)
        }
        guard rest.isEmpty else { throw FrameError(.trailingBytes) }
        self = frame
    }

    /// How many bytes follow the header; nil while that has not arrived whole.
    ///
    /// - Throws: where it is the header of no frame that can be read.
    package static func bodyLength(_ bytes: [UInt8], limit: Int) throws(FrameError) -> Int? {
        if let first = bytes.first, first != mark { throw FrameError(.notAFrame) }
        // The version comes first: what follows it may mean anything in another.
        if bytes.count > 1, bytes[1] != version { throw FrameError(.otherVersion(bytes[1])) }
        guard bytes.count >= headerLength else { return nil }
        let length = Int(bytes[3]) << 8 | Int(bytes[4])
        guard length <= limit else { throw FrameError(.tooLong) }
        return length
    }

    /// Where name and value of the field are that begins at a place of the body, which moves behind it; nil where no
    /// whole one does.
    @inline(never)
    func field(at place: inout Int) -> (name: Range<Int>, value: Range<Int>)? {
        guard place < body.count else { return nil }
        let nameEnd = place + 1 + Int(body[place])
        guard nameEnd + 2 <= body.count else { return nil }
        let end = nameEnd + 2 + (Int(body[nameEnd]) << 8 | Int(body[nameEnd + 1]))
        guard end <= body.count else { return nil }
        defer { place = end }
        return (place + 1..<nameEnd, nameEnd + 2..<end)
    }

    /// Some bytes of the body.
    @inline(never)
    func bytes(_ range: Range<Int>) -> [UInt8] { Array(body[range]) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
    }
}

internal import Messages
internal import TextCoding

/// The fields of a frame are taken out one by one, and none may be left in the end: what a reader does not know must
/// not be what the writer's meaning hangs on.
extension Frame {
    /// Takes the values of all fields of this name, in their order.
    @inline(never)
    package mutating func takeAll(_ name: String) -> [[UInt8]] {
        var values: [[UInt8]] = []
        var rest: [UInt8] = []
        var (place, start) = (0, 0)
        while let field = field(at: &place) {
            if field.name.elementsEqual(name.utf8) {
                values.append(Array(field.value))
            } else {
                rest += body[start..<place]
            }
            start = place
        }
        body = rest
        return values
    }

    /// Takes the value of a field that may be there once; nil where it is not there.
    @inline(never)
    package mutating func takeOptional(_ name: String) throws(FrameError) -> [UInt8]? {
        let values = takeAll(name)
        guard values.count <= 1 else { throw FrameError(.repeatedField, name) }
        return values.first
    }

    /// Takes the value of a field that must be there once.
    @inline(never)
    package mutating func takeBytes(_ name: String) throws(FrameError) -> [UInt8] {
        guard let value = try takeOptional(name) else { throw FrameError(.missingField, name) }
        return value
    }

    /// The same as text.
    @inline(never)
    package mutating func takeText(_ name: String) throws(FrameError) -> String {
        try Self.text(try takeBytes(name), name)
    }

    /// Says that all fields were taken.
    @inline(never)
    package func finish() throws(FrameError) {
        var place = 0
        guard let field = field(at: &place) else { return }
        throw FrameError(.unknownField, String(decoding: field.name, as: UTF8.self))
    }

    /// A value as text.
    static func text(_ value: [UInt8], _ name: String) throws(FrameError) -> String {
        // The system would take a NUL for the end of a name.
        guard !value.contains(0), let text = String(validating: value, as: UTF8.self) else {
            throw FrameError(.invalidText, name)
        }
        return text
    }
}

// What only the programs read.
extension Frame {
    /// Takes the text of a field that may be there once; nil where it is not there.
    package mutating func takeOptionalText(_ name: String) throws(FrameError) -> String? {
        guard let value = try takeOptional(name) else { return nil }
        return try Self.text(value, name)
    }

    /// Takes the texts of all fields of this name.
    package mutating func takeTexts(_ name: String) throws(FrameError) -> [String] {
        var texts: [String] = []
        for value in takeAll(name) { texts.append(try Self.text(value, name)) }
        return texts
    }

    /// Takes a number in decimal digits.
    package mutating func takeNumber(
        _ name: String, in range: ClosedRange<Int>
    ) throws(FrameError) -> Int {
        guard let number = Decimal.number(try takeBytes(name)), range.contains(number) else {
            throw FrameError(.invalidValue, name)
        }
        return number
    }

    /// Takes a truth value: the digit 0 or 1.
    package mutating func takeFlag(_ name: String) throws(FrameError) -> Bool {
        try takeNumber(name, in: 0...1) == 1
    }

    /// Takes one of a few values by its name, written as it is here.
    package mutating func takeChoice<Value>(
        _ name: String, _ values: [Value], _ nameOf: (Value) -> String
    ) throws(FrameError) -> Value {
        let text = try takeBytes(name)
        guard let value = values.first(where: { nameOf($0).utf8.elementsEqual(text) }) else {
            throw FrameError(.invalidValue, name)
        }
        return value
    }

    /// Takes a language by its tag.
    mutating func takeLanguage(_ name: String) throws(FrameError) -> Language {
        guard let language = Language(tag: try takeText(name)) else {
            throw FrameError(.invalidValue, name)
        }
        return language
    }
}

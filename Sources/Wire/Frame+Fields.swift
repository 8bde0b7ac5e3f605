internal import Messages
internal import TextCoding

/// The fields of a frame are taken out one by one, and none may be left in the end: what a reader does not know must
/// not be what the writer's meaning hangs on.
extension Frame {
    /// What the first letter of the name of a field is once it was taken; no name has it.
    private static let taken: UInt8 = 0

    /// Takes the value of the first field of this name that was not taken yet; nil where there is none.
    @inline(never)
    package mutating func takeOptional(_ name: String) -> [UInt8]? {
        let name = name.bytes
        var place = 0
        while let field = field(at: &place) {
            guard bytes(field.name) == name else { continue }
            body[field.name.lowerBound] = Self.taken
            return bytes(field.value)
        }
        return nil
    }

    /// Takes the value of a field that must be there once.
    @inline(never)
    package mutating func takeBytes(_ name: String) throws(FrameError) -> [UInt8] {
        guard let value = takeOptional(name) else { throw FrameError(.missingField, name) }
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
        while let field = field(at: &place) {
            guard body[field.name.lowerBound] == Self.taken else {
                throw FrameError(
                    .unexpectedField, String(bytes: bytes(field.name)))
            }
        }
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
        guard let value = takeOptional(name) else { return nil }
        return try Self.text(value, name)
    }

    /// Takes the texts of all fields of this name.
    package mutating func takeTexts(_ name: String) throws(FrameError) -> [String] {
        var texts: [String] = []
        while let value = takeOptional(name) { texts.append(try Self.text(value, name)) }
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
        let text = String(validating: try takeBytes(name), as: UTF8.self)
        guard let language = text.flatMap({ Language(tag: $0) }) else {
            throw FrameError(.invalidValue, name)
        }
        return language
    }
}

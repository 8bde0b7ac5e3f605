internal import CLibjansson

/// A JSON value (RFC 8259), kept by jansson.
@safe
package final class JSON {
    /// nil where there was no memory for it; jansson takes that for no value everywhere.
    private let value: UnsafeMutablePointer<json_t>?

    /// A string.
    package convenience init(_ text: String) {
        var text = text
        // Safe: the bytes are copied by the call; Swift's strings are valid UTF-8 always.
        let value = text.withUTF8 { text in
            unsafe text.withMemoryRebound(to: CChar.self) { text in
                unsafe json_stringn(text.baseAddress, text.count)
            }
        }
        unsafe self.init(takingOwnershipOf: value)
    }

    /// A whole number.
    package convenience init(_ number: Int) {
        unsafe self.init(takingOwnershipOf: json_integer(json_int_t(number)))
    }

    /// A truth value.
    package convenience init(_ value: Bool) {
        unsafe self.init(takingOwnershipOf: value ? json_true() : json_false())
    }

    /// An array.
    package convenience init(_ elements: [JSON]) {
        var array = unsafe json_array()
        for element in elements {
            // Safe: the array takes a reference of its own, and fails where there is no element.
            guard unsafe json_array_append_new(array, json_incref(element.value)) != 0 else {
                continue
            }
            unsafe json_decref(array)
            unsafe array = nil
        }
        unsafe self.init(takingOwnershipOf: array)
    }

    /// An object, with its members in this order.
    package convenience init(_ members: [(name: String, value: JSON)]) {
        var object = unsafe json_object()
        for member in members {
            // Safe: the object takes a reference of its own, copies the name, and fails where there is no value.
            let result = unsafe member.name.withCString { name in
                unsafe json_object_set_new(object, name, json_incref(member.value.value))
            }
            guard result != 0 else { continue }
            unsafe json_decref(object)
            unsafe object = nil
        }
        unsafe self.init(takingOwnershipOf: object)
    }

    /// Reads a text, which is an object or an array.
    ///
    /// Invalid UTF-8, a name twice in one object, anything behind the end, more than 2048 levels and more than
    /// `limit` bytes are refused.
    package convenience init(parsing text: Span<UInt8>, limit: Int) throws(JSONError) {
        guard text.count <= limit else { throw .tooLong }
        var problem = json_error_t()
        // Safe: the length goes with the bytes.
        let value = unsafe text.withUnsafeBytes { text in
            unsafe json_loadb(
                text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count,
                Int(JSON_REJECT_DUPLICATES), &problem)
        }
        guard unsafe value != nil else { throw .notJSON(line: Int(problem.line)) }
        unsafe self.init(takingOwnershipOf: value)
    }

    private init(takingOwnershipOf value: UnsafeMutablePointer<json_t>?) {
        unsafe self.value = value
    }

    /// Another reference to a value that is in here.
    private convenience init?(sharing value: UnsafeMutablePointer<json_t>?) {
        guard let value = unsafe value else { return nil }
        unsafe self.init(takingOwnershipOf: json_incref(value))
    }

    /// The text, without blanks; json_dumpb(3).
    ///
    /// - Returns: nil where there is no memory for it, or was none for a part of it.
    package func serialised() -> [UInt8]? {
        let flags = Int(JSON_COMPACT)
        // Safe: without a buffer the call only counts.
        let count = unsafe json_dumpb(value, nil, 0, flags)
        guard count > 0 else { return nil }
        var text = [CChar](repeating: 0, count: count)
        // Safe: the array has the room asked for.
        let written = unsafe text.withUnsafeMutableBufferPointer { text in
            unsafe json_dumpb(value, text.baseAddress, text.count, flags)
        }
        guard written == count else { return nil }
        return text.map { UInt8(bitPattern: $0) }
    }

    /// The string at the end of a path of member names; nil where there is none.
    package func string(_ path: String...) -> String? {
        // Safe: the length goes with the bytes, which this object keeps while they are copied.
        guard let found = unsafe element(path), let text = unsafe json_string_value(found) else {
            return nil
        }
        let bytes = unsafe UnsafeRawBufferPointer(start: text, count: json_string_length(found))
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    /// The whole number at the end of a path of member names.
    ///
    /// - Parameters:
    ///   - path: The names.
    ///   - range: What the number can be. Whoever wrote it was somebody else, and what is done with it must not
    ///     overflow.
    /// - Returns: nil where there is none, or one that is out of range.
    package func integer(_ path: String..., in range: ClosedRange<Int>) -> Int? {
        guard let found = unsafe element(path), unsafe found.pointee.type == JSON_INTEGER,
            // Safe: the type was checked.
            let number = unsafe Int(exactly: json_integer_value(found)), range.contains(number)
        else { return nil }
        return number
    }

    /// Whether there is the value `true` at the end of a path of member names.
    package func isTrue(_ path: String...) -> Bool {
        guard let found = unsafe element(path) else { return false }
        return unsafe found.pointee.type == JSON_TRUE
    }

    /// The elements of the array at the end of a path of member names; none where there is no array.
    package func elements(_ path: String...) -> [JSON] {
        let found = unsafe element(path)
        var elements: [JSON] = []
        // Safe: of what is no array the call gives 0, and each element takes a reference of its own.
        for index in unsafe 0..<json_array_size(found) {
            if let element = unsafe JSON(sharing: json_array_get(found, index)) {
                elements.append(element)
            }
        }
        return elements
    }

    /// The value of a member; nil where the object has none of this name, or it is `null`.
    package func member(_ name: String) -> JSON? {
        guard let found = unsafe element([name]), unsafe found.pointee.type != JSON_NULL else {
            return nil
        }
        return unsafe JSON(sharing: found)
    }

    /// The names of an object's members, in their order; nil for what is no object.
    package var memberNames: [String]? {
        guard let value = unsafe value, unsafe value.pointee.type == JSON_OBJECT else { return nil }
        var names: [String] = []
        var place = unsafe json_object_iter(value)
        while let current = unsafe place {
            // Safe: a name ends with a NUL, and has none in it: jansson refuses such texts.
            names.append(unsafe String(cString: json_object_iter_key(current)))
            unsafe place = json_object_iter_next(value, current)
        }
        return names
    }

    /// Whether it is an array.
    package var isArray: Bool {
        guard let value = unsafe value else { return false }
        return unsafe value.pointee.type == JSON_ARRAY
    }

    /// A copy with every string that is a value, not a name, changed.
    package func mapStrings<Failure: Error>(
        _ change: (String) throws(Failure) -> String
    ) throws(Failure) -> JSON {
        if let text = string() { return JSON(try change(text)) }
        if isArray {
            var elements: [JSON] = []
            for element in self.elements() { elements.append(try element.mapStrings(change)) }
            return JSON(elements)
        }
        guard let names = memberNames else { return self }
        var members: [(name: String, value: JSON)] = []
        for name in names {
            guard let member = unsafe JSON(sharing: element([name])) else { continue }
            members.append((name, try member.mapStrings(change)))
        }
        return JSON(members)
    }

    /// The value at the end of a path, which stays this object's.
    @unsafe
    private func element(_ path: [String]) -> UnsafeMutablePointer<json_t>? {
        var found = unsafe value
        // Safe: of what is no object, or lacks the name, the call gives nil.
        for name in path {
            unsafe found = name.withCString { unsafe json_object_get(found, $0) }
        }
        return unsafe found
    }

    // Safe: gives up the one reference this object has.
    deinit { unsafe json_decref(value) }
}

internal import CLibjansson
internal import TextCoding

/// A JSON value (RFC 8259), kept by jansson.
@safe
package final class JSON {
    private let value: UnsafeMutablePointer<json_t>

    private static var noMemory: DeliveryError { DeliveryError("no memory for JSON") }

    /// A string.
    package convenience init(_ text: String) throws(DeliveryError) {
        var text = text
        // Safe: the bytes are copied by the call; Swift's strings are valid UTF-8 always.
        let value = text.withUTF8 { text in
            unsafe text.withMemoryRebound(to: CChar.self) { text in
                unsafe json_stringn(text.baseAddress, text.count)
            }
        }
        try unsafe self.init(takingOwnershipOf: value)
    }

    /// A whole number.
    package convenience init(_ number: Int) throws(DeliveryError) {
        try unsafe self.init(takingOwnershipOf: json_integer(json_int_t(number)))
    }

    /// A truth value.
    package convenience init(_ value: Bool) throws(DeliveryError) {
        try unsafe self.init(takingOwnershipOf: value ? json_true() : json_false())
    }

    /// An array.
    package convenience init(_ elements: [JSON]) throws(DeliveryError) {
        try unsafe self.init(takingOwnershipOf: json_array())
        for element in elements {
            // Safe: the array takes a reference of its own.
            guard unsafe json_array_append_new(value, json_incref(element.value)) == 0 else {
                throw Self.noMemory
            }
        }
    }

    /// An object, with its members in this order.
    package convenience init(_ members: [(name: String, value: JSON)]) throws(DeliveryError) {
        try unsafe self.init(takingOwnershipOf: json_object())
        for member in members {
            // Safe: the object takes a reference of its own and copies the name.
            let result = unsafe member.name.withCString { name in
                unsafe json_object_set_new(value, name, json_incref(member.value.value))
            }
            guard result == 0 else { throw Self.noMemory }
        }
    }

    /// Reads a text, which is an object or an array.
    ///
    /// Invalid UTF-8, a name twice in one object, anything behind the end, more than 2048 levels and more than
    /// `limit` bytes are refused.
    package convenience init(parsing text: [UInt8], limit: Int = 64 * 1024) throws(DeliveryError) {
        guard text.count <= limit else { throw DeliveryError("the JSON is too long") }
        var problem = json_error_t()
        // Safe: the length goes with the bytes.
        let value = unsafe text.withUnsafeBytes { text in
            unsafe json_loadb(
                text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count,
                Int(JSON_REJECT_DUPLICATES), &problem)
        }
        guard let value = unsafe value else {
            throw DeliveryError("this is not JSON: see line \(problem.line)")
        }
        try unsafe self.init(takingOwnershipOf: value)
    }

    private convenience init(sharing value: UnsafeMutablePointer<json_t>?) throws(DeliveryError) {
        try unsafe self.init(takingOwnershipOf: json_incref(value))
    }

    private init(takingOwnershipOf value: UnsafeMutablePointer<json_t>?) throws(DeliveryError) {
        guard let value = unsafe value else { throw Self.noMemory }
        unsafe self.value = value
    }

    /// The text, without blanks; json_dumpb(3).
    package func serialised() throws(DeliveryError) -> [UInt8] {
        let flags = Int(JSON_COMPACT)
        // Safe: without a buffer the call only counts.
        let count = unsafe json_dumpb(value, nil, 0, flags)
        guard count > 0 else { throw Self.noMemory }
        var text = [CChar](repeating: 0, count: count)
        // Safe: the array has the room asked for.
        let written = unsafe text.withUnsafeMutableBufferPointer { text in
            unsafe json_dumpb(value, text.baseAddress, text.count, flags)
        }
        guard written == count else { throw Self.noMemory }
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
        guard let found = unsafe element(path) else { return [] }
        var elements: [JSON] = []
        // Safe: of what is no array the call gives 0, and each element takes a reference of its own.
        for index in unsafe 0..<json_array_size(found) {
            if let element = try? unsafe JSON(sharing: json_array_get(found, index)) {
                elements.append(element)
            }
        }
        return elements
    }

    /// A copy with every string that is a value, not a name, changed.
    package func mapStrings(
        _ change: (String) throws(DeliveryError) -> String
    ) throws(DeliveryError) -> JSON {
        // Safe: the reference to the type's only field is read, and each element is this object's.
        if unsafe value.pointee.type == JSON_STRING { return try JSON(try change(string() ?? "")) }
        if unsafe value.pointee.type == JSON_ARRAY {
            var elements: [JSON] = []
            for index in unsafe 0..<json_array_size(value) {
                let element = try unsafe JSON(sharing: json_array_get(value, index))
                elements.append(try element.mapStrings(change))
            }
            return try JSON(elements)
        }
        guard unsafe value.pointee.type == JSON_OBJECT else { return self }
        var members: [(name: String, value: JSON)] = []
        var place = unsafe json_object_iter(value)
        while let current = unsafe place {
            let name = unsafe String(cString: json_object_iter_key(current))
            let member = try unsafe JSON(sharing: json_object_iter_value(current))
            members.append((name, try member.mapStrings(change)))
            unsafe place = json_object_iter_next(value, current)
        }
        return try JSON(members)
    }

    /// The value at the end of a path, which stays this object's.
    @unsafe
    private func element(_ path: [String]) -> UnsafeMutablePointer<json_t>? {
        var found = unsafe Optional(value)
        // Safe: of what is no object, or lacks the name, the call gives nil.
        for name in path {
            unsafe found = name.withCString { unsafe json_object_get(found, $0) }
        }
        return unsafe found
    }

    // Safe: gives up the one reference this object has.
    deinit { unsafe json_decref(value) }
}

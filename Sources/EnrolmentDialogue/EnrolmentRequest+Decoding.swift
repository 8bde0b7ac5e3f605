package import LoginFlow
internal import Messages
internal import Policy
internal import TextCoding

/// Bytes that are no request for an enrolment.
package struct UnreadableEnrolmentRequest: Error {
    package init() {}
}

extension EnrolmentRequest {
    /// The most bytes of a request: several times what its paths and names can have.
    package static let maximumLength = 16 * 1024

    /// Takes the request off what has arrived; messages follow it.
    ///
    /// - Returns: nil while it has not arrived whole.
    /// - Throws: where it is none.
    package static func take(
        from bytes: inout [UInt8]
    ) throws(UnreadableEnrolmentRequest) -> EnrolmentRequest? {
        var lines = 0
        for (index, byte) in bytes.prefix(maximumLength).enumerated()
        where byte == UInt8(ascii: "\n") {
            lines += 1
            if lines == lineCount {
                let request = try EnrolmentRequest(decoding: Array(bytes[...index]))
                bytes = Array(bytes[(index + 1)...])
                return request
            }
        }
        guard bytes.count < maximumLength else { throw UnreadableEnrolmentRequest() }
        return nil
    }

    /// Reads a request: all of its lines, and nothing else.
    package init(decoding bytes: [UInt8]) throws(UnreadableEnrolmentRequest) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // The last newline has nothing behind it, and nothing is on the last line.
        guard lines.count == Self.lineCount + 1, lines[Self.lineCount].isEmpty,
            lines[Self.lineCount - 1].isEmpty
        else { throw UnreadableEnrolmentRequest() }
        // Never repaired: a user's name could become that of somebody else.
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw UnreadableEnrolmentRequest()
        }
        func text(_ index: Int) -> String { String(decoding: lines[index], as: UTF8.self) }
        func path(_ index: Int) throws(UnreadableEnrolmentRequest) -> String {
            guard lines[index].first == UInt8(ascii: "/") else {
                throw UnreadableEnrolmentRequest()
            }
            return text(index)
        }
        func number(_ index: Int) throws(UnreadableEnrolmentRequest) -> Int {
            guard let number = Decimal.number(lines[index]) else {
                throw UnreadableEnrolmentRequest()
            }
            return number
        }
        guard !lines[0].isEmpty, let enrolment = Enrolment(named: text(3)),
            let language = Language(tag: text(10))
        else { throw UnreadableEnrolmentRequest() }
        self.init(
            user: text(0), stateDirectory: try path(1), keyFile: try path(2),
            enrolment: enrolment, makesRecoveryCodes: try number(4) != 0, window: try number(5),
            limits: (after: try number(6), duration: try number(7), cap: try number(8)),
            host: text(9), language: language)
    }
}

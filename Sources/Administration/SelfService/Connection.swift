internal import HostSystem
internal import Wire

/// One side of a connection between the self-service and a person's command, message by message.
final class Connection {
    private let socket: LocalSocket
    /// The most bytes of fields that a message of the other side may have.
    private let limit: Int
    /// How many bytes may still be written.
    private var budget: Int

    /// - Parameters:
    ///   - socket: The connection.
    ///   - limit: The most bytes of fields that a message of the other side may have.
    ///   - budget: How many bytes may be written in all.
    init(_ socket: consuming LocalSocket, limit: Int, budget: Int) {
        self.socket = socket
        self.limit = limit
        self.budget = budget
    }

    /// The id of the user at the other side.
    func peerUserID() throws -> UInt32 { try socket.peerUserID() }

    /// The next message; nil where the connection has ended.
    ///
    /// - Throws: where what came is none, and why.
    func receive() throws -> ServiceMessage? {
        guard let header = try socket.read(Frame.headerLength) else { return nil }
        let length = try reading { () throws(FrameError) in
            try Frame.bodyLength(header, limit: limit)
        }
        guard let length, let body = try socket.read(length) else { return nil }
        return try reading { () throws(FrameError) in
            try ServiceMessage(decoding: header + body)
        }
    }

    private func reading<Value>(_ body: () throws(FrameError) -> Value) throws -> Value {
        do throws(FrameError) { return try body() } catch {
            throw Failure("the other side of the connection sent \(error.description)")
        }
    }

    /// Sends a message.
    ///
    /// - Throws: where it is too long, or the other side is gone.
    func send(_ message: ServiceMessage) throws {
        guard let bytes = message.encoded, bytes.count <= budget else {
            throw Failure("too much is said over this connection")
        }
        budget -= bytes.count
        try socket.write(bytes)
    }
}

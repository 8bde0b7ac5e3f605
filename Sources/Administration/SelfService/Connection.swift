internal import HostSystem

/// One side of a connection between the self-service and a person's command, frame by frame.
final class Connection {
    private let socket: LocalSocket
    /// The most bytes a frame of the other side may have behind its header.
    private let limit: Int
    /// How many bytes may still be written.
    private var budget: Int

    /// - Parameters:
    ///   - socket: The connection.
    ///   - limit: The most bytes a frame of the other side may have behind its header.
    ///   - budget: How many bytes may be written in all.
    init(_ socket: consuming LocalSocket, limit: Int, budget: Int) {
        self.socket = socket
        self.limit = limit
        self.budget = budget
    }

    /// The id of the user at the other side.
    func peerUserID() throws -> UInt32 { try socket.peerUserID() }

    /// The next frame; nil where the connection has ended.
    ///
    /// - Throws: where what came is none.
    func receive() throws -> Frame? {
        guard let header = try socket.read(Frame.headerLength) else { return nil }
        guard let length = Frame.bodyLength(header, limit: limit) else {
            throw Failure("the other side of the connection does not keep to the protocol")
        }
        guard let body = try socket.read(length) else { return nil }
        guard let frame = Frame(header: header, body: body) else {
            throw Failure("the other side of the connection does not keep to the protocol")
        }
        return frame
    }

    /// Sends a frame.
    ///
    /// - Throws: where it is too long, or the other side is gone.
    func send(_ frame: Frame) throws {
        guard let bytes = frame.encoded, bytes.count <= budget else {
            throw Failure("too much is said over this connection")
        }
        budget -= bytes.count
        try socket.write(bytes)
    }
}

internal import Delivery
internal import HostSystem

/// The courier process: one request, one delivery.
package enum Courier {
    /// Reads the request from standard input, does what it asks and answers on standard output.
    ///
    /// - Returns: Whether the last line of the answer was `sent`.
    package static func run() -> Bool {
        do throws(DeliveryError) {
            let request = try readRequest()
            throw DeliveryError("there is no channel \(request.channel ?? "named")")
        } catch {
            try? StandardStream.output.write(DeliveryReply.failed(error.reason).line)
            return false
        }
    }

    private static func readRequest() throws(DeliveryError) -> DeliveryRequest {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try StandardInput.contents(limit: DeliveryRequest.maximumLength)
        } catch {
            throw DeliveryError(error.description)
        }
        do throws(UnreadableRequest) {
            return try DeliveryRequest(decoding: bytes)
        } catch {
            throw DeliveryError(error.message)
        }
    }
}

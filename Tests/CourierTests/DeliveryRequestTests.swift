import Delivery
import Testing

@Suite struct DeliveryRequestTests {
    /// The lines of a good request, with one of them changed.
    private func decoded(_ name: String, _ value: [UInt8]) throws(UnreadableRequest)
        -> DeliveryRequest
    {
        let lines = (request().encoded ?? []).split(separator: UInt8(ascii: "\n"))
        let start = Array("\(name) ".utf8)
        let changed = lines.map { $0.starts(with: start) ? start + value : Array($0) }
        return try DeliveryRequest(
            decoding: Array(changed.joined(separator: [UInt8(ascii: "\n")])))
    }

    private func problem(_ name: String, _ value: [UInt8]) -> String? {
        do throws(UnreadableRequest) {
            _ = try decoded(name, value)
            return nil
        } catch {
            return error.message
        }
    }

    @Test(arguments: [
        ("timeout", 86_400), ("number", 9_999), ("time", 253_402_300_799), ("lifetime", 86_400),
    ])
    func `a number is taken up to its largest value`(name: String, largest: Int) throws {
        #expect(problem(name, Array(String(largest).utf8)) == nil)
        for number in [
            "\(largest + 1)", "\(Int.max)", "\(Int.min)", "1\(Int.max)", "-1", "1e308", "",
        ] {
            #expect(
                problem(name, Array(number.utf8)) == "\(name) is no number up to \(largest)",
                "\(number)")
        }
    }

    @Test(arguments: ["user", "host", "source", "contact", "code", "channel", "delivery-file"])
    func `a value that is not UTF-8 is refused and not made another`(name: String) {
        let value = Array("alice".utf8) + [0xFF]
        #expect(
            problem(name, value) == "the line \(name) of the request is not valid UTF-8")
        #expect(problem(name, Array("alic\u{FFFD}".utf8)) == nil)
    }
}

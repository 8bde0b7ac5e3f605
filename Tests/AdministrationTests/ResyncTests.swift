import Foundation
import Testing

@Suite struct ResyncTests {
    let host: TemporaryHost
    /// When the device was enrolled, a day before the present of the tests.
    let key: String

    init() throws {
        host = try TemporaryHost()
        key = try host.enrol().key
        host.time += 86_400
    }

    /// Types the codes a device shows that is so many seconds ahead, the second one a step later.
    private func resync(ahead seconds: Int64, delay: Int64 = 0) -> Outcome {
        var codes = 0
        return host.run(["resync", "nobody", "phone"]) { _ in
            codes += 1
            // The clock goes on between the codes.
            if codes == 2 { self.host.time += 30 }
            return try self.host.code(for: self.key, seconds: seconds - delay)
        }
    }

    @Test(arguments: [-300, -150, -30, 0, 30, 300])
    func `a clock that is up to five minutes off is followed from the next login on`(
        seconds: Int64
    ) throws {
        let outcome = resync(ahead: seconds)
        #expect(outcome.status == 0, "\(outcome.messages)")
        // Of a clock that is right nothing is changed.
        #expect(
            outcome.log == (seconds == 0 ? [] : ["action=resync user=nobody device=phone by=root"]))
        let row = try #require(host.run(["devices", "nobody"]).rows.first)
        #expect(row[2] == "\(seconds > 0 ? "+" : "")\(seconds) s")
        #expect(try host.comparison(of: host.code(for: key, seconds: seconds)) == .used)
        #expect(try host.comparison(of: host.code(for: key, seconds: seconds - 30)) == .used)
        #expect(try host.comparison(of: host.code(for: key, seconds: seconds + 30)) == .right)
    }

    @Test(arguments: [-330, 330, -3600, 3600, 14 * 3600 - 60])
    func `a clock that is further off is named, and left as it was`(seconds: Int64) throws {
        let outcome = resync(ahead: seconds)
        #expect(outcome.status == 1)
        let direction = seconds < 0 ? "behind" : "ahead"
        #expect(
            outcome.messages.first?.contains("its clock is \(abs(seconds)) s \(direction);")
                == true,
            "\(outcome.messages)")
        #expect(outcome.log.isEmpty)
        #expect(try host.comparison(of: host.code(for: key, seconds: seconds)) == .wrong)
        #expect(try host.comparison(of: host.code(for: key)) == .right)
    }

    @Test func `a clock that is a day off is not found`() {
        #expect(
            resync(ahead: 15 * 3600).messages == [
                "those are no two codes in a row of phone; nothing is changed"
            ])
    }

    @Test func `a code that is typed late does not make a clock slow`() throws {
        #expect(resync(ahead: 120, delay: 0).status == 0)
        #expect(host.run(["devices", "nobody"]).rows.first?[2] == "+120 s")
    }

    @Test func `codes up to the last accepted one move nothing`() throws {
        #expect(resync(ahead: 0).status == 0)
        host.time -= 30
        let outcome = resync(ahead: 0)
        #expect(outcome.status == 1)
        #expect(
            outcome.messages == ["those codes are behind one that was used; nothing is changed"])
    }

    @Test(arguments: ["12345", "1234567", "abcdef", ""])
    func `what is no code of the device ends it`(line: String) {
        let outcome = host.run(["resync", "nobody", "phone"]) { _ in line }
        #expect(outcome.messages == ["a code of this device has 6 digits; nothing is changed"])
    }

    @Test func `a device that is not there is an error that names those that are`() {
        #expect(
            host.run(["resync", "nobody", "tablet"]).messages == [
                "nobody has no device named tablet; there are: phone"
            ])
    }
}

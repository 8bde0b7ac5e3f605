import Accounts
import Foundation
import Testing

@testable import Administration

/// What a device may be called, typed or from a file.
@Suite struct DeviceLabelTests {
    static let invisible = [
        "\u{0}", "\u{1B}[31m", "\u{7F}", "\u{85}", "\u{9B}", "\u{200B}", "\u{200D}", "\u{200E}",
        "\u{202E}", "\u{2028}", "\u{2029}", "\u{2060}", "\u{2066}", "\u{FEFF}", "\u{AD}", "\u{61C}",
        "\u{180E}", "\u{115F}", "\u{3164}", "\u{FE0F}", "\u{E0041}", "\u{E000}", "\u{10FFFF}",
    ]

    @Test(arguments: invisible)
    func `a label has nothing that is not seen or moves what is beside it`(text: String) {
        #expect(DeviceLabel.problem("my\(text)phone") != nil)
        #expect(
            DeviceLabel.label(from: "my\(text)phone").map { DeviceLabel.problem($0) == nil } == true
        )
        #expect(DeviceLabel.isShown("phone"))
    }

    @Test func `what a file calls a device is cut at 64 bytes, between two characters`() throws {
        let long = try #require(DeviceLabel.label(from: String(repeating: "ü", count: 50)))
        #expect(long == String(repeating: "ü", count: 32))
        // One letter with marks that no screen shows in one place.
        let zalgo = "e" + String(repeating: "\u{301}", count: 200)
        let cut = try #require(DeviceLabel.label(from: zalgo))
        #expect(cut.utf8.count <= Device.maximumLabelLength && !cut.isEmpty)
        #expect(DeviceLabel.label(from: "\u{202E}\u{200B}") == nil)
        #expect(DeviceLabel.label(from: "") == nil)
        #expect(DeviceLabel.label(from: "手机") == "手机")
    }

    @Test(arguments: ["a\u{202E}b", "a\u{200B}b", "\u{FEFF}ab", "a\u{2066}b\u{2069}"])
    func `a device of a file is stored without them`(name: String) throws {
        let host = try TemporaryHost(settings: "Methods totp\n")
        let encoded = try #require(
            name.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        var lines = ["otpauth://totp/\(encoded)?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY"][...]
        let outcome = host.run(["import", "otpauth", "nobody", "--apply"]) { _ in lines.popFirst() }
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(host.run(["devices", "nobody"]).rows.map(\.first) == ["ab"])
    }
}

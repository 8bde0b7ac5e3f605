import Foundation
import OneTimePassword
import Testing
import TextCoding

/// `sallyport import otpauth` with files as they come: exports of apps, and other kinds.
@Suite struct ImportAppTests {
    let host: TemporaryHost
    /// A key of 16 bytes.
    private let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY"

    init() throws { host = try TemporaryHost(settings: "Methods totp hotp recovery\n") }

    private let export = """
        {"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[
        {"type":"totp","name":"alice","issuer":"Work","info":{"secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY",
        "algo":"SHA1","digits":6,"period":30}},
        {"type":"steam","name":"alice","issuer":"Games","info":{"secret":"MFRGGZDFMZTWQ2LKNNWG23TPOA",
        "algo":"SHA1","digits":5,"period":30}}],"groups":[]}}
        """

    @Test(arguments: ["otpauth", "app"])
    func `an export is known by what is in it`(name: String) throws {
        let path = try host.oldFile([export])
        let outcome = host.run(
            ["import", name, "nobody", "--file", path, "--only", "Work:alice", "--apply"])
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(
            outcome.log == ["action=import user=nobody device=Work:alice from=aegis by=root"])
        #expect(try host.comparison(of: host.code(for: key)) == .right)
    }

    @Test func `what cannot be imported of an export is one failure for each device`() throws {
        var lines = export.split(separator: "\n").map(String.init)[...]
        let outcome = host.run(["import", "otpauth", "nobody"]) { _ in lines.popFirst() }
        #expect(outcome.messages == ["could not be imported: 1"])
        #expect(
            outcome.rows.first?.last == "would be imported"
                || outcome.rows[1].last == "would be imported")
        #expect(
            outcome.output.contains(
                "nobody: standard input: entry 2: the type is neither totp nor hotp"))
    }

    @Test func `an encrypted export is one sentence`() throws {
        let path = try host.oldFile([
            #"{"encrypted":true,"passwordProtected":true,"data":"2.a|b|c"}"#
        ])
        let outcome = host.run(["import", "otpauth", "nobody", "--file", path])
        #expect(outcome.messages == ["could not be imported: 1"])
        #expect(
            outcome.output.contains(
                "nobody: \(path): the export is encrypted; export it without a password"))
    }

    @Test func `UTF-16 is named, and a byte order mark does no harm`() throws {
        let uri = "otpauth://totp/phone?secret=\(key)\r\n"
        let wide = try host.oldFile([0xff, 0xfe] + Array(uri.utf8).flatMap { [$0, 0 as UInt8] })
        let refused = host.run(["import", "otpauth", "nobody", "--file", wide])
        #expect(refused.messages == ["could not be imported: 1"])
        #expect(refused.output.contains("\(wide): this is UTF-16 text; save it as UTF-8"))
        let marked = try host.oldFile([0xef, 0xbb, 0xbf] + Array(uri.utf8))
        #expect(host.run(["import", "otpauth", "nobody", "--file", marked, "--apply"]).status == 0)
        #expect(host.deviceLabels == ["phone"])
    }

    @Test func `what is longer than any such file is not read`() throws {
        let lines = Array(repeating: "12345678", count: 30_000)
        let outcome = host.run(
            [
                "import", "google-authenticator", "nobody", "--file", try host.oldFile(lines),
            ])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("longer than 262144 bytes"))
        var typed = Array(repeating: lines.joined(), count: 35)[...]
        let long = host.run(["import", "otpauth", "nobody"]) { _ in typed.popFirst() }
        #expect(long.messages == ["standard input: longer than 8388608 bytes"])
    }
}

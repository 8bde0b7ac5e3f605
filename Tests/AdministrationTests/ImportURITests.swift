import Foundation
import OneTimePassword
import Testing
import TextCoding

/// `sallyport import otpauth`: URIs that are typed, piped or in a file.
@Suite struct ImportURITests {
    let host: TemporaryHost
    /// A key of 16 bytes.
    private let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY"
    private let otherKey = "MFRGGZDFMZTWQ2LKNNWG23TPOA"

    private func importURIs(_ uris: String..., options: [String] = []) -> Outcome {
        host.importURIs(uris, options: options)
    }

    private var devices: [String] { host.deviceLabels }

    init() throws { host = try TemporaryHost(settings: "Methods totp hotp recovery\n") }

    @Test func `URIs are added beside what is there, with labels of their own`() throws {
        _ = try host.enrol()
        let outcome = importURIs(
            "otpauth://totp/phone?secret=\(key)", "otpauth://hotp/phone?secret=\(otherKey)",
            "otpauth://totp/again?secret=\(key)", "otpauth://totp/bad", options: ["--apply"])
        #expect(outcome.status == 1)
        #expect(
            outcome.rows.prefix(4).map { $0.last ?? "" }.sorted() == [
                "failed", "imported", "imported", "skipped",
            ])
        #expect(outcome.output.contains("standard input:3: its key stands in the file before"))
        #expect(outcome.output.contains("standard input:4: the URI has no secret in Base32"))
        #expect(devices == ["phone", "phone-2", "phone-3"])
        #expect(!outcome.output.contains(key))
    }

    @Test func `a URI whose key is there is skipped`() throws {
        let uri = "otpauth://totp/phone?secret=\(key)"
        #expect(importURIs(uri, options: ["--apply"]).status == 0)
        let again = importURIs(uri.replacing("phone", with: "tablet"), options: ["--apply"])
        #expect(again.status == 0)
        #expect(again.output.contains("the account has it as phone"))
        #expect(again.log.isEmpty)
        #expect(devices == ["phone"])
    }

    @Test func `a long name is cut to a label, on a whole character`() throws {
        let name = String(repeating: "%E2%82%AC", count: 40)
        for secret in [key, otherKey] {
            let uri = "otpauth://totp/\(name)?secret=\(secret)"
            #expect(importURIs(uri, options: ["--apply"]).status == 0)
        }
        #expect(
            devices == [
                String(repeating: "€", count: 21), String(repeating: "€", count: 20) + "-2",
            ])
    }

    @Test func `--only chooses by the name in the report`() throws {
        let uris = ["otpauth://totp/work?secret=\(key)", "otpauth://totp/home?secret=\(otherKey)"]
        let outcome = importURIs(
            uris[0], uris[1], options: ["--apply", "--only", "home"])
        #expect(outcome.status == 0)
        #expect(devices == ["home"])
        #expect(importURIs(uris[0], options: ["--only", "school"]).status == 1)
    }

    @Test(arguments: [("", 8), ("MaxDevices 16\n", 16), ("MaxDevices 3\n", 3)])
    func `no more devices than MaxDevices`(policy: String, maximum: Int) throws {
        try host.writePolicy("Methods totp hotp recovery\n" + policy)
        let uris = (0..<18).map {
            "otpauth://totp/phone?secret=GEZDGNBVGY3TQOJQAAAAAA" + ["A", "B", "C"][$0 / 6]
                + ["A", "B", "C", "D", "E", "F"][$0 % 6]
        }
        var lines = uris[...]
        let outcome = host.run(["import", "otpauth", "nobody", "--apply"]) { _ in lines.popFirst() }
        #expect(outcome.status == 1)
        #expect(outcome.messages == ["could not be imported: \(18 - maximum)"])
        #expect(
            outcome.output.contains(
                "an account can have \(maximum) devices at most, see MaxDevices"))
        #expect(devices.count == maximum)
    }

    @Test func `who has more than MaxDevices can replace one, and add none`() throws {
        let uris = ["phone", "work", "home"].enumerated().map {
            "otpauth://totp/\($1)?secret=GEZDGNBVGY3TQOJQAAAAAA" + ["AA", "AB", "AC"][$0]
        }
        #expect(importURIs(uris[0], uris[1], uris[2], options: ["--apply"]).status == 0)
        try host.writePolicy("Methods totp hotp recovery\nMaxDevices 2\n")
        let other = "otpauth://totp/home?secret=\(otherKey)"
        #expect(importURIs(other, options: ["--apply", "--replace"]).status == 0)
        #expect(devices.sorted() == ["home", "phone", "work"])
        let more = "otpauth://totp/tablet?secret=\(key)"
        #expect(importURIs(more, options: ["--apply", "--replace"]).status == 1)
        #expect(devices.sorted() == ["home", "phone", "work"])
    }

    @Test func `a damaged URI stores nothing, and what it may be is said`() {
        let outcome = importURIs(
            "otpauth://totp/phone?secret=\(key)digits=6&period=30",
            "otpauth://totp/tablet?secret=\(key)&amp;digits=8", options: ["--apply"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains(":1: an equals sign stands in a value; is an & missing"))
        #expect(
            outcome.output.contains(":2: a parameter is not understood: amp;digits; an & was made"))
        #expect(devices.isEmpty && outcome.log.isEmpty)
    }

    @Test func `no key gets into a label, the report or the log`() throws {
        let named = "otpauth://totp/"
        for separator in [" ", ",", "", "\t", "%20"] {
            let outcome = importURIs(
                "\(named)a?secret=\(key)&issuer=Ex\(separator)\(named)b?secret=\(otherKey)",
                "\(named)a\(separator)\(named)b?secret=\(otherKey)", options: ["--apply"])
            #expect(outcome.status == 1 && devices.isEmpty)
            expectNoKey(in: outcome)
        }
        let labels = importURIs(
            "\(named)\(key)?secret=\(key)", "\(named)x?secret=\(otherKey)&issuer=\(key)",
            options: ["--apply"])
        #expect(labels.status == 0)
        #expect(devices == ["imported", "imported-2"])
        expectNoKey(in: labels)
        expectNoKey(in: host.run(["devices", "nobody", "--json"]))
    }

    private func expectNoKey(in outcome: Outcome) {
        let shown = [outcome.output] + outcome.messages + outcome.log
        #expect(!shown.contains { $0.contains(key) || $0.contains(otherKey) }, "\(shown)")
    }

    @Test func `a key on the command line or in a path is not repeated`() throws {
        let uri = "otpauth://totp/a?secret=\(key)"
        for words in [
            ["otpauth", uri], ["otpauth", "nobody", uri], ["app", key], ["otpauth", "nobody", key],
            ["otpauth", "nobody", "--only", key], ["otpauth", "nobody", "--file", "/\(key).txt"],
            ["otpauth", "nobody", "--only", uri, "--file", try host.oldFile([uri], named: key)],
            ["oath", try host.oldFile(["HOTP \(key) - x"], named: "\(key).oath")],
            ["oath", "/\(key)"], ["google-authenticator", "--file", "/\(key)", "nobody"],
        ] {
            let outcome = host.run(["import"] + words)
            #expect(outcome.status != 0, "\(words)")
            expectNoKey(in: outcome)
        }
        let typed = host.run(["import", "otpauth", "nobody", uri])
        #expect(typed.status == 64)
        #expect(typed.messages.first?.contains("standard input or from --file, not from") == true)
        // Long names in lower case are names.
        #expect(
            host.run(["import", "otpauth", "service2backup3host"]).messages == [
                "this system has no user named service2backup3host"
            ])
        let file = host.run(["import", "otpauth", "nobody", "export.json"])
        #expect(file.messages.first?.contains("a file is given with --file") == true)
    }
}

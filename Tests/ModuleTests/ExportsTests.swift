import Foundation
import Testing

@Suite struct ExportsTests {
    @Test func `the module exports its three entry points and nothing else`() throws {
        try Module.require()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "nm", "--dynamic", "--defined-only", "--format=just-symbols", Module.path,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let names = String(
            decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(
            names.split(separator: "\n").sorted()
                == ["pam_sm_acct_mgmt", "pam_sm_authenticate", "pam_sm_setcred"])
    }
}

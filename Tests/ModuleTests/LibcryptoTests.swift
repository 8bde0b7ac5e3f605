import AccountsTestSupport
import Foundation
import HostSystem
import Testing
import TestSupport

/// Which libcrypto a login uses: the one of the process, whatever its name, else the system's.
///
/// Each login is one with the right code of an account that this process made with the system's libcrypto: it
/// takes the same HMAC and the same AES-GCM.
@Suite(.timeLimit(.minutes(15))) struct LibcryptoTests {
    private let host: TestHost
    private let token: TestDevice

    init() throws {
        host = try TestHost(policy: "Methods hotp recovery\n")
        try host.writeStack("auth required MODULE", "auth required pam_permit.so")
        token = try TestDevice.counter()
        try host.enrol(try #require(try User.named("root")), [token])
    }

    /// Names that OpenSSL has had, one that is somebody's own, and one that does not say what it is.
    static let names = [
        "libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so.1.0.2", "libcrypto.so.10",
        "libcrypto.so.1.0.0", "libcrypto.so.81.1.1", "libcrypto-sallyport.so.1.1",
        "sshd-private.so",
    ]

    /// Some of the functions the module uses; the first is one that libcrypto itself does not call.
    private static let functions = ["HMAC", "EVP_CipherInit_ex", "CRYPTO_memcmp"]

    /// Logs in with the right code.
    ///
    /// - Parameters:
    ///   - preloaded: Libraries of the application itself, in this order.
    ///   - folder: Where libraries are looked for before the folders of the system.
    ///   - application: Another program than `pam-application`.
    ///   - prepare: What the application does before.
    /// - Returns: What the loader did.
    /// - Throws: Where the application could not be run.
    private func logIn(
        preloading preloaded: [String] = [], searching folder: String? = nil,
        application: String? = nil, _ prepare: (inout PAMScript) -> Void = { _ in }
    ) throws -> LoaderLog {
        var environment = LoaderLog.environment
        environment["LD_DEBUG_OUTPUT"] = try host.folder.makeFolder("loader") + "/log"
        if !preloaded.isEmpty { environment["LD_PRELOAD"] = preloaded.joined(separator: ":") }
        if let folder { environment["LD_LIBRARY_PATH"] = folder }
        let record = try host.run(
            as: "root", application: application, environment: environment
        ) { script in
            prepare(&script)
            script.answer(.text((try? token.code(at: 1)) ?? ""))
            script.authenticate()
        }
        #expect(record.authenticate == [.success])
        #expect(record.isComplete)
        return LoaderLog(
            try host.folder.entries(of: "loader").flatMap { try host.folder.read("loader/" + $0) })
    }

    /// Expects that a login used this file, and neither had nor looked for another.
    private func expect(_ log: LoaderLog, uses path: String) {
        for function in Self.functions {
            #expect(log.files(defining: function) == [path])
        }
        #expect(log.searches(for: "libcrypto") == [])
    }

    @Test func `where the process has none the system's is loaded, and nothing tried in vain`()
        throws
    {
        let log = try logIn()
        #expect(log.searches(for: "libcrypto") == ["libcrypto.so.3"])
        let files = log.files(defining: "HMAC")
        #expect(files.count == 1 && files.allSatisfy { $0.hasSuffix("/libcrypto.so.3") })
    }

    @Test(arguments: names, [true, false])
    func `the application's own is used, whatever its name`(name: String, hasVersions: Bool)
        throws
    {
        let library = try LinkedLibcrypto(name: name, hasVersions: hasVersions)
            .link(in: host.folder)
        expect(try logIn(preloading: [library]), uses: library)
    }

    @Test(arguments: names, [true, false])
    func `one that another module loaded is used, whatever its name`(
        name: String, hasVersions: Bool
    ) throws {
        let library = try LinkedLibcrypto(name: name, hasVersions: hasVersions)
            .link(in: host.folder)
        expect(try logIn { $0.open(library: library) }, uses: library)
    }

    @Test(arguments: ["gnu", "sysv", "both"])
    func `one is found by either table of functions a linker writes`(style: String) throws {
        let library = try LinkedLibcrypto(name: "sshd-private.so", hashStyle: style)
            .link(in: host.folder)
        expect(try logIn(preloading: [library]), uses: library)
    }

    @Test func `one is used whose file was reached by a link and is gone, as after an upgrade`()
        throws
    {
        let library = try LinkedLibcrypto(name: "libcrypto.so.81.1.1").link(in: host.folder)
        let link = host.folder.path(of: "link.so")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: library)
        let log = try logIn { script in
            script.open(library: link)
            script.remove(file: link)
            script.remove(file: library)
        }
        expect(log, uses: link)
    }

    @Test func `one that is part of the application's program is used`() throws {
        let application = try LinkedLibcrypto.application(in: host.folder)
        expect(try logIn(application: application), uses: application)
    }

    @Test(arguments: [true, false])
    func `of two the application's own is used, and not the system's that came later`(
        hasVersions: Bool
    ) throws {
        let library = try LinkedLibcrypto(name: "sshd-private.so", hasVersions: hasVersions)
            .link(in: host.folder)
        let log = try logIn(preloading: [library]) { $0.open(library: "libcrypto.so.3") }
        // Nothing but the module asks for this function.
        #expect(log.files(defining: "HMAC") == [library])
        // The application's; the module looked for no file.
        #expect(log.searches(for: "libcrypto") == ["libcrypto.so.3"])
    }

    /// In place of a library that is no libcrypto, or one of which the application exports some functions.
    @Test(arguments: ["libssl-private.so", "libcrypto.so.1.1"])
    func `where the process has only some of the functions, the system's is used and calls its own`(
        name: String
    ) throws {
        let some = try LinkedLibcrypto.incomplete(
            name,
            functions: [
                "HMAC", "EVP_sha1", "EVP_CipherInit_ex", "EVP_MD_CTX_new", "CRYPTO_malloc",
            ],
            in: host.folder)
        let log = try logIn(preloading: [some])
        #expect(log.searches(for: "libcrypto") == ["libcrypto.so.3"])
        let files = log.files(defining: "HMAC")
        #expect(files.count == 1 && files.allSatisfy { $0.hasSuffix("/libcrypto.so.3") })
    }

    @Test func `a library that uses all of the functions is not taken for one that has them`()
        throws
    {
        let functions = [
            "EVP_sha1", "EVP_sha256", "EVP_sha512", "EVP_Digest", "HMAC", "EVP_aes_256_gcm",
            "EVP_CIPHER_CTX_new", "EVP_CIPHER_CTX_free", "EVP_CIPHER_CTX_ctrl", "EVP_CipherInit_ex",
            "EVP_CipherUpdate", "EVP_CipherFinal_ex", "RAND_bytes", "CRYPTO_memcmp",
            "ERR_clear_error",
        ]
        let user = try LinkedLibcrypto.library(
            "user.so",
            source: functions.map {
                "extern void \($0)(void) __attribute__((weak)); void *use_\($0) = \($0);"
            },
            // The table that has all symbols; the other one has those only that are defined.
            options: ["-Wl,--hash-style=sysv"], in: host.folder)
        #expect(try logIn(preloading: [user]).searches(for: "libcrypto") == ["libcrypto.so.3"])
    }

    @Test func `one that lacks a function does not stand in the way of another`() throws {
        let folder = try TemporaryFolder()
        let library = try LinkedLibcrypto(name: "libcrypto.so.1.1").link(in: folder)
        let some = try LinkedLibcrypto.incomplete(
            "libcrypto.so.3", functions: ["HMAC"], in: host.folder)
        let log = try logIn(preloading: [some], searching: folder.path)
        #expect(log.files(defining: "EVP_CipherInit_ex") == [library])
    }

    /// The names for which files are looked for; the others are there and are no libraries.
    @Test(arguments: names.prefix(5))
    func `each name that a system has is found where it is the only one`(name: String) throws {
        let folder = try TemporaryFolder()
        for other in Self.names where other != name {
            try folder.write([UInt8](text: "no library"), to: other)
        }
        let library = try LinkedLibcrypto(name: name).link(in: folder)
        let log = try logIn(searching: folder.path)
        #expect(log.files(defining: "HMAC") == [library])
    }
}

import CLinuxPAM
import PluggableAuthentication
import Testing
import TestSupport

/// The entry points, with what libpam hands them.
@Suite struct ModuleCallTests {
    private let application: Application
    private let folder: TemporaryFolder
    private let policy: [UInt8]

    init() throws {
        application = try Application(user: Array("root".utf8))
        folder = try TemporaryFolder()
        let path = try folder.write([UInt8](text: "SecondFactor off\n"), to: "policy.conf")
        policy = [UInt8](text: "policy=\(path)")
    }

    /// What libpam gets from `pam_sm_authenticate` and from `pam_sm_acct_mgmt` with these arguments, where it says
    /// that there are `count`.
    private func call(_ arguments: [[UInt8]], count: Int32? = nil) throws -> [Int32] {
        var codes: [Int32] = []
        try unsafe application.asModule { (handle: OpaquePointer) in
            let words = unsafe arguments.map { word in
                unsafe UnsafePointer<CChar>(strdup(word.map { CChar(bitPattern: $0) } + [0]))
            }
            defer { unsafe words.forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) } }
            var list = unsafe words + [nil]
            let count = count ?? Int32(arguments.count)
            codes = unsafe [
                ModuleCall.authenticate(handle, flags: 0, count: count, arguments: &list),
                ModuleCall.manageAccount(handle, flags: 0, count: count, arguments: &list),
            ]
        }
        return codes
    }

    @Test func `without a handle nothing is judged`() {
        #expect(
            unsafe ModuleCall.authenticate(nil, flags: 0, count: 0, arguments: nil)
                == PAM_SYSTEM_ERR)
        #expect(
            unsafe ModuleCall.manageAccount(nil, flags: 0, count: 0, arguments: nil)
                == PAM_SYSTEM_ERR)
    }

    @Test func `the arguments of the stack are heeded`() throws {
        #expect(try call([policy]) == [PAM_IGNORE, PAM_IGNORE])
        #expect(try call([policy, [UInt8](text: "nodelay")]) == [PAM_IGNORE, PAM_IGNORE])
    }

    @Test(arguments: [[UInt8](text: "nulok"), [0xFF], [UInt8](text: "nodelay") + [0xFF], []])
    func `one that is unknown, empty or no text refuses`(argument: [UInt8]) throws {
        #expect(
            try call([policy, argument]) == [PAM_AUTHINFO_UNAVAIL, PAM_AUTHINFO_UNAVAIL])
    }

    @Test func `of a list nothing is read that is not said to be there`() throws {
        #expect(try call([policy, [UInt8](text: "nulok")], count: 1) == [PAM_IGNORE, PAM_IGNORE])
        // Without an argument the usual policy has the say, whatever it is on this host.
        let usual = try call([])
        for count in [0, -1, .min] as [Int32] { #expect(try call([policy], count: count) == usual) }
    }
}

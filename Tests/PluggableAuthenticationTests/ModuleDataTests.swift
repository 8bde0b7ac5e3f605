import CLinuxPAM
import Cryptography
import LoginFlow
import PluggableAuthentication
import Testing
import TestSupport

/// What one call of the module leaves in the handle for a later one.
@Suite struct ModuleDataTests {
    private let application: Application

    init() throws { application = try Application() }

    private static func take(_ pam: PAMHandle) -> [UInt8]? {
        pam.takeCode()?.withBytes { span in span.indices.map { span[$0] } }
    }

    private static func keep(_ code: [UInt8], in pam: PAMHandle) {
        pam.keepCode(SecretBytes(copying: code))
    }

    @Test func `a code is taken once, by a later call`() throws {
        try application.asModule { (pam: PAMHandle) in
            #expect(Self.take(pam) == nil)
            Self.keep([0x31, 0xFF], in: pam)
        }
        try application.asModule { (pam: PAMHandle) in
            #expect(Self.take(pam) == [0x31, 0xFF])
            #expect(Self.take(pam) == nil)
        }
        try application.asModule { (pam: PAMHandle) in #expect(Self.take(pam) == nil) }
    }

    @Test func `a code takes the place of the one before, and nothing forgets it`() throws {
        try application.asModule { (pam: PAMHandle) in
            Self.keep([0x31], in: pam)
            Self.keep([0x32], in: pam)
            #expect(Self.take(pam) == [0x32])
            Self.keep([0x33], in: pam)
            pam.keepCode(nil)
            #expect(Self.take(pam) == nil)
        }
    }

    @Test func `an empty code is a code`() throws {
        try application.asModule { (pam: PAMHandle) in
            Self.keep([], in: pam)
            #expect(Self.take(pam) == [])
        }
    }

    @Test func `another login knows nothing of it`() throws {
        try application.asModule { (pam: PAMHandle) in
            Self.keep([0x31], in: pam)
            pam.hasPassed = true
        }
        try Application().asModule { (pam: PAMHandle) in
            #expect(Self.take(pam) == nil)
            #expect(!pam.hasPassed)
        }
    }

    @Test func `that a login has passed is known until it is taken back`() throws {
        try application.asModule { (pam: PAMHandle) in
            #expect(!pam.hasPassed)
            pam.hasPassed = true
        }
        try application.asModule { (pam: PAMHandle) in
            #expect(pam.hasPassed)
            Self.keep([0x31], in: pam)
            #expect(pam.hasPassed, "the one is not the other")
            pam.hasPassed = false
            #expect(!pam.hasPassed)
            #expect(Self.take(pam) == [0x31])
        }
        try application.asModule { (pam: PAMHandle) in #expect(!pam.hasPassed) }
    }

    @Test func `where libpam keeps nothing there is nothing`() {
        // It keeps data for modules only, and none runs.
        let pam = unsafe PAMHandle(borrowing: application.handle, flags: 0)
        Self.keep([0x31], in: pam)
        pam.hasPassed = true
        #expect(Self.take(pam) == nil)
        #expect(!pam.hasPassed)
    }
}

internal import CHostSystem

/// A login session as the kernel's audit counts them: pam_loginuid(8) begins one, and all processes that come of it
/// have it for as long as they run.
package struct AuditSession: Equatable {
    /// The boot in the upper 96 bits and the number of the session in the lower 32.
    ///
    /// The boot, since numbers begin at 1 again with each. Of its random id the first 12 bytes are enough to tell one from
    /// another, and both together are as long as an address.
    package let bits: UInt128

    package init(bits: UInt128) { self.bits = bits }

    /// The number, as ausearch(8) has it.
    package var number: UInt32 { UInt32(truncatingIfNeeded: bits) }

    /// The session this process is in, where a login of this user began it.
    ///
    /// - Returns: nil where there is none, or that is not known: without audit in the kernel, without /proc, in a
    ///   service, and in a container whose processes have the session of whoever started it.
    package static func current(of user: User) -> AuditSession? {
        let number = host_audit_session(user.id)
        guard number != 0, let boot else { return nil }
        return AuditSession(bits: boot << 32 | UInt128(number))
    }

    /// Whether it is one of the time since the kernel was started.
    package var isOfThisBoot: Bool { Self.boot == bits >> 32 }

    /// The first 12 bytes of the random id of the time since the kernel was started; nil where that is not known.
    private static var boot: UInt128? {
        var words: (UInt32, UInt32, UInt32) = (0, 0, 0)
        // Safe: the tuple is three words, one behind the other.
        let isKnown = unsafe withUnsafeMutableBytes(of: &words) {
            unsafe host_boot($0.baseAddress?.assumingMemoryBound(to: UInt32.self))
        }
        guard isKnown != 0 else { return nil }
        return UInt128(words.0) << 64 | UInt128(words.1) << 32 | UInt128(words.2)
    }
}

internal import CLinuxPAM
internal import HostSystem
internal import LoginFlow

/// The entry points, one call each, in Swift's terms.
package enum ModuleCall {
    /// How long libpam is asked to wait after a failed stack, in microseconds; pam_unix asks for as long.
    private static let failureDelay: UInt32 = 2_000_000

    /// pam_sm_authenticate(3).
    @unsafe
    package static func authenticate(
        _ handle: OpaquePointer?, flags: Int32, count: Int32,
        arguments: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) -> Int32 {
        guard let handle = unsafe handle else { return PAM_SYSTEM_ERR }
        let pam = unsafe PAMHandle(borrowing: handle, flags: flags)
        let arguments = unsafe strings(arguments, count: count)
        let report = Login(pam: pam, clock: SystemClock.now).authenticate(arguments: arguments)
        if report.wantsDelay { pam.delayFailure(microseconds: failureDelay) }
        return finish(report, pam)
    }

    /// pam_sm_acct_mgmt(3).
    @unsafe
    package static func manageAccount(
        _ handle: OpaquePointer?, flags: Int32, count: Int32,
        arguments: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) -> Int32 {
        guard let handle = unsafe handle else { return PAM_SYSTEM_ERR }
        let pam = unsafe PAMHandle(borrowing: handle, flags: flags)
        let arguments = unsafe strings(arguments, count: count)
        return finish(
            Login(pam: pam, clock: SystemClock.now).checkPassage(arguments: arguments), pam)
    }

    private static func finish(_ report: LoginReport, _ pam: PAMHandle) -> Int32 {
        if let line = report.line { pam.log(report.priority, line) }
        return report.outcome.returnCode
    }

    private static func strings(
        _ values: UnsafeMutablePointer<UnsafePointer<CChar>?>?, count: Int32
    ) -> [String] {
        guard let values = unsafe values, count > 0 else { return [] }
        // Safe: libpam passes so many pointers to NUL-terminated strings. One that is no UTF-8 becomes an empty one,
        // which is no argument.
        return (0..<Int(count)).compactMap { index in
            unsafe values[index].map { word in
                unsafe String(validating: [UInt8](copyingText: word), as: UTF8.self) ?? ""
            }
        }
    }
}

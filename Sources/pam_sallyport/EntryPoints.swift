internal import CLinuxPAM
internal import PluggableAuthentication

/// Asks for the second factor; pam_sm_authenticate(3).
@c @implementation
public func pam_sm_authenticate(
    _ handle: OpaquePointer?, _ flags: Int32, _ count: Int32,
    _ arguments: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> Int32 {
    // Safe: libpam passes a live handle and `count` strings.
    unsafe ModuleCall.authenticate(handle, flags: flags, count: count, arguments: arguments)
}

/// Establishes nothing: the module gives no credentials; pam_sm_setcred(3).
@c @implementation
public func pam_sm_setcred(
    _ handle: OpaquePointer?, _ flags: Int32, _ count: Int32,
    _ arguments: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> Int32 {
    PAM_SUCCESS
}

/// Says what to do with a login that never met the module, one by key only; pam_sm_acct_mgmt(3).
@c @implementation
public func pam_sm_acct_mgmt(
    _ handle: OpaquePointer?, _ flags: Int32, _ count: Int32,
    _ arguments: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> Int32 {
    // Safe: libpam passes a live handle and `count` strings.
    unsafe ModuleCall.manageAccount(handle, flags: flags, count: count, arguments: arguments)
}

/// Something about their account that a person is told by e-mail, in case it was not them.
package enum Notice: Sendable, CaseIterable {
    /// A device was enrolled.
    case deviceAdded
    /// New recovery codes were made.
    case recoveryCodesRenewed
    /// A recovery code let in.
    case recoveryCodeUsed
    /// Wrong codes have locked the account.
    case locked
    /// A code was accepted from where none was before.
    case newSource

    /// Its name in requests and in the log.
    package var name: String {
        switch self {
        case .deviceAdded: "device-added"
        case .recoveryCodesRenewed: "recovery-codes-renewed"
        case .recoveryCodeUsed: "recovery-code-used"
        case .locked: "locked"
        case .newSource: "new-source"
        }
    }
}

internal import CHostSystem

extension CurrentProcess {
    /// Lets nobody but the owner of this process at what it makes from now on; umask(2).
    package static func makePrivateFiles() { _ = umask(0o077) }
}

internal import HostSystem
internal import PAMStack

/// Where libpam looks on this host.
struct StackFiles {
    /// The folders of services, in the order in which libpam looks; the last is SUSE's.
    private static let folders = ["/etc/pam.d", "/usr/lib/pam.d", "/usr/etc/pam.d"]
    /// No file of a service is larger; a device or a pipe might be.
    private static let largest = 1 << 20

    /// The stack of a service.
    ///
    /// - Throws: A ``SystemError`` where a file is there and cannot be read: what it says is not known then.
    func stack(of service: String) throws -> Stack {
        var failure: SystemError?
        let stack = Stack(service: service) { name in
            let paths = name.hasPrefix("/") ? [name] : Self.folders.map { "\($0)/\(name)" }
            for path in paths {
                do throws(SystemError) {
                    return (path, try UncheckedFile.contents(path: path, limit: Self.largest))
                } catch {
                    if !error.isNotFound { failure = failure ?? error }
                }
            }
            return nil
        }
        if let failure { throw failure }
        return stack
    }

    /// Whether no folder of PAM's modules has the module.
    func isMissing(_ module: ModuleReference) -> Bool {
        let path = module.path
        // What libpam and the dynamic linker make of it is not known here.
        guard !path.contains("$") else { return false }
        let places =
            path.hasPrefix("/")
            ? [path]
            : ["/lib", "/lib64", "/usr/lib", "/usr/lib64"].flatMap { folder in
                ["", "/x86_64-linux-gnu", "/aarch64-linux-gnu"].map {
                    "\(folder)\($0)/security/\(path)"
                }
            }
        return !places.contains { (try? CurrentProcess.requireReadable($0)) != nil }
    }
}

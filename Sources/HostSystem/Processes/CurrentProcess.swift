internal import CHostSystem

/// Who runs this process.
package enum CurrentProcess {
    /// Whether it may do what only root may; geteuid(2).
    package static var isRoot: Bool { geteuid() == 0 }

    /// The value of an environment variable; nil where it is not set, or not to valid UTF-8; getenv(3).
    package static func environmentValue(_ name: String) -> String? {
        // Safe: the value is copied at once, and this process sets no variable meanwhile.
        unsafe name.withCString { name in
            unsafe getenv(name).flatMap { unsafe String(validatingCString: $0) }
        }
    }

    /// Ends this process with success or failure; exit(3).
    package static func end(successfully: Bool) -> Never {
        exit(successfully ? EXIT_SUCCESS : EXIT_FAILURE)
    }

    /// Lets nobody but the owner of this process at what it makes from now on; umask(2).
    package static func makePrivateFiles() { _ = umask(0o077) }
}

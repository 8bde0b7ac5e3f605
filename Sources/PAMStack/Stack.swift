/// The stack of a service, as libpam puts it together from its files.
///
/// Reads every form that libpam 1.1 to 1.7 takes, and Debian's `@include`.
package struct Stack: Sendable {
    /// The name, in small letters, as libpam makes it.
    package let service: String
    /// For each phase its lines; where a service has none for one, those of `other`.
    package private(set) var lines: [Phase: [StackLine]] = [:]
    /// Why libpam refuses whoever comes, whatever the modules say; nil where it does not.
    package private(set) var failure: String?
    /// What versions of libpam read differently, so that nothing can be proven; nil where all read the same.
    package private(set) var doubt: String?

    /// The depth at which libpam stops to follow inclusions.
    static let deepestInclusion = 16

    /// Reads a service.
    ///
    /// `file` gives path and bytes for a service's name or an absolute path as a line has it; nil for one that is not
    /// there or cannot be read.
    package init(service: String, file: @escaping (String) -> (path: String, bytes: [UInt8])?) {
        self.service = String(decoding: service.utf8.map(lowercased), as: UTF8.self)
        let readers = [self.service, "other"].compactMap { name in
            file(name).map { found in
                var reader = StackReader(file: file)
                reader.readTop(found)
                return reader
            }
        }
        for reader in readers {
            failure = failure ?? reader.failure
            doubt = doubt ?? reader.doubt
            for (phase, those) in reader.lines where lines[phase, default: []].isEmpty {
                lines[phase] = those
            }
        }
        if readers.isEmpty { failure = "there is no stack for \(service), and none for other" }
    }
}

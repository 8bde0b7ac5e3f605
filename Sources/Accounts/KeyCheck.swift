internal import HostSystem
internal import TextCoding

/// What tells one key of a host from others: the first 8 bytes of an HMAC-SHA-256 under it.
package struct KeyFingerprint: Equatable {
    let number: UInt64

    #if !hasFeature(Embedded)
        /// 16 hexadecimal digits.
        package var description: String { Hexadecimal.encode([UInt8](bigEndian: number).span) }
    #endif
}

/// The file `key-check` of StateDirectory: with which key the accounts beside it are sealed.
///
/// An account that opens fits in any case. This tells why one does not, and keeps anything from being sealed with
/// a key that does not fit the rest.
package struct KeyCheck: Equatable {
    /// The name of the file: two fingerprints of 8 bytes each.
    private static var fileName: String { "key-check" }
    private static var length: Int { 16 }
    /// The name of the file whose lock whoever seals all accounts anew has.
    static var lockName: String { "key-check.lock" }

    /// The key, or, while accounts are sealed anew, the one before.
    package let current: KeyFingerprint
    /// The key that they are sealed anew with; else the same.
    package let next: KeyFingerprint

    /// All accounts are sealed with one key.
    init(_ key: KeyFingerprint) { self.init(current: key, next: key) }

    /// Accounts are being sealed anew.
    init(current: KeyFingerprint, next: KeyFingerprint) {
        self.current = current
        self.next = next
    }

    /// Reads the file.
    ///
    /// - Returns: nil where there is none, or none whole.
    package init?(in stateDirectory: String) throws(AccountError) {
        do throws(SystemError) {
            let file = try Directory(path: stateDirectory).file(named: Self.fileName)
            let bytes = try file.contents(limit: Self.length)
            var reader = ByteReader()
            let current = try? reader.integer(UInt64.self, from: bytes.span)
            let next = try? reader.integer(UInt64.self, from: bytes.span)
            guard let current, let next else { return nil }
            self.init(
                current: KeyFingerprint(number: current), next: KeyFingerprint(number: next))
        } catch {
            guard error.isNotFound else { throw .system(error) }
            return nil
        }
    }

    /// Writes the file, and waits until it is on the disk.
    ///
    /// In place: so few bytes are written whole, whenever the process is killed.
    func write(in stateDirectory: String) throws(AccountError) {
        do throws(SystemError) {
            let file = try Directory(path: stateDirectory).makeFile(named: Self.fileName)
            let bytes = [UInt8](bigEndian: current.number) + [UInt8](bigEndian: next.number)
            try file.write(bytes.span, at: 0)
            try file.synchronizeData()
        } catch {
            throw .system(error)
        }
    }

    /// Whether the accounts, or some of them, are sealed with this key.
    package func names(_ key: KeyFingerprint) -> Bool { current == key || next == key }
}

internal import CLinuxPAM
internal import Cryptography

/// Secrets as C strings, the form in which libpam passes them.
extension SecretBytes {
    /// Copies an answer, then wipes and frees it.
    @unsafe
    init(takingOwnershipOf text: UnsafeMutablePointer<CChar>) {
        unsafe self.init(copyingText: text)
        unsafe wipeAndFreeText(text)
    }

    /// Copies a string that stays its owner's.
    @unsafe
    init(copyingText text: UnsafePointer<CChar>) {
        let length = unsafe strlen(text)
        // Safe: so many bytes stand before the NUL, and CChar and UInt8 have the same layout.
        self = unsafe text.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
            unsafe SecretBytes(
                copying: Span(_unsafeStart: bytes, count: length))
        }
    }

    /// A NUL-terminated copy from malloc(3), to be freed with ``wipeAndFreeText(_:)``; nil without memory.
    borrowing func makeText() -> UnsafeMutablePointer<CChar>? {
        guard let text = unsafe malloc(count + 1) else { return nil }
        // Safe: there is room for the bytes and the NUL.
        let bytes = unsafe text.bindMemory(to: UInt8.self, capacity: count + 1)
        withBytes { own in
            for index in own.indices { unsafe bytes[index] = own[index] }
        }
        unsafe bytes[count] = 0
        return unsafe text.assumingMemoryBound(to: CChar.self)
    }
}

extension [UInt8] {
    /// Copies the bytes of a NUL-terminated string, which need not be UTF-8.
    @unsafe
    init(copyingText text: UnsafePointer<CChar>) {
        let length = unsafe strlen(text)
        // Safe: so many bytes stand before the NUL, and CChar and UInt8 have the same layout.
        self = unsafe text.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
            unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: length))
        }
    }
}

/// Overwrites and frees a NUL-terminated string from malloc(3).
@unsafe
func wipeAndFreeText(_ text: UnsafeMutablePointer<CChar>) {
    // Safe: so many bytes stand before the NUL.
    unsafe wipe(UnsafeMutableRawBufferPointer(start: text, count: strlen(text)))
    unsafe free(text)
}

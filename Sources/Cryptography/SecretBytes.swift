internal import CLibcrypto

/// Bytes that are overwritten before their memory is given back.
///
/// Holds keys, codes and opened records. The bytes are only ever lent; nothing copies them implicitly.
// Its deinit must be inlinable: Embedded Swift destroys a noncopyable value only where it sees the deinit.
@safe
@usableFromInline
package struct SecretBytes: ~Copyable {
    @usableFromInline let storage: UnsafeMutableBufferPointer<UInt8>

    /// The number of bytes.
    package let count: Int

    /// Makes `count` zero bytes.
    package init(zeroed count: Int) {
        self.count = max(count, 0)
        // Safe: the memory is initialised here, owned by this value alone and freed once, by deinit.
        unsafe storage = .allocate(capacity: self.count)
        unsafe storage.initialize(repeating: 0)
    }

    /// Makes a copy of `bytes`; wiping the original is the caller's business.
    package init(copying bytes: Span<UInt8>) {
        self.init(zeroed: bytes.count)
        // Safe: both sides are in bounds, the capacity being the span's count.
        for index in bytes.indices { unsafe storage[index] = bytes[index] }
    }

    /// Makes a copy of an array that holds nothing secret any longer or never did.
    package init(copying bytes: [UInt8]) {
        self.init(copying: bytes.span)
    }

    /// Lends the bytes for reading.
    package borrowing func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Safe: the span cannot outlive the call, and the storage lives as long as this value.
        try body(unsafe Span(_unsafeElements: UnsafeBufferPointer(storage)))
    }

    /// Lends the bytes for writing.
    package mutating func withMutableBytes<Result: ~Copyable, Failure: Error>(
        _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Safe: as in `withBytes`; the exclusive access to this value makes the access to the bytes exclusive.
        var span = unsafe MutableSpan(_unsafeElements: storage)
        return try body(&span)
    }

    /// Another copy of the same bytes.
    package borrowing func copy() -> SecretBytes { withBytes { SecretBytes(copying: $0) } }

    /// A copy of a part; of nothing where the range leaves the bytes.
    package borrowing func copy(of range: Range<Int>) -> SecretBytes {
        let range = range.clamped(to: 0..<count)
        return withBytes { SecretBytes(copying: $0.extracting(range)) }
    }

    @inlinable deinit {
        // Safe: nobody else holds the storage, and it is freed only here.
        unsafe wipeAndFree(storage)
    }
}

/// Overwrites and frees the storage of a ``SecretBytes``.
@usableFromInline
func wipeAndFree(_ storage: UnsafeMutableBufferPointer<UInt8>) {
    unsafe wipe(UnsafeMutableRawBufferPointer(storage))
    unsafe storage.deallocate()
}

/// Overwrites memory that held a secret of somebody else's, such as an answer of libpam's.
@unsafe
package func wipe(_ memory: UnsafeMutableRawBufferPointer) {
    // Safe: base and count describe live memory; an empty range may have no base and needs no wiping.
    if let base = memory.baseAddress { unsafe libcrypto_wipe(base, memory.count) }
}

extension [UInt8] {
    /// Copies lent bytes into an array; not for secrets, since an array is not wiped.
    package init(copying bytes: Span<UInt8>) {
        // Safe: the buffer is the span's own, and the array copies it before the call ends.
        self = unsafe bytes.withUnsafeBufferPointer { unsafe [UInt8]($0) }
    }
}

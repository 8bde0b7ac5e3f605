internal import CLibcrypto

/// The lengths of AES-256-GCM as used here (NIST SP 800-38D): key, nonce and tag, in bytes.
private enum GCM {
    static let keyLength = 32
    static let nonceLength = 12
    static let tagLength = 16
    /// EVP_CTRL_AEAD_GET_TAG of <openssl/evp.h>, the same number in every version.
    static let getTag: Int32 = 0x10
    /// EVP_CTRL_AEAD_SET_TAG, likewise.
    static let setTag: Int32 = 0x11
}

extension LibCrypto {
    /// Encrypts and authenticates with AES-256-GCM under a fresh random nonce.
    ///
    /// The key has 32 bytes. The context is authenticated with the text but not stored: opening needs
    /// the same bytes again. The box is nonce, ciphertext and tag, one after the other.
    package func seal(
        _ plaintext: Span<UInt8>, key: Span<UInt8>, context: Span<UInt8>
    ) throws(CryptographyError) -> [UInt8] {
        let nonce = try randomBytes(GCM.nonceLength).withBytes { [UInt8](copying: $0) }
        let cipher = try Cipher(self)
        try cipher.start(key: key, nonce: nonce.span, encrypting: true)
        try cipher.authenticate(context)
        var box = nonce
        box += try cipher.update(plaintext).withBytes { [UInt8](copying: $0) }
        box += try cipher.finishEncrypting()
        return box
    }

    /// Opens what ``seal(_:key:context:)`` made.
    ///
    /// - Throws: ``CryptographyError/notAuthentic`` where key, context or a single bit differs.
    package func open(
        _ box: Span<UInt8>, key: Span<UInt8>, context: Span<UInt8>
    ) throws(CryptographyError) -> SecretBytes {
        guard box.count >= GCM.nonceLength + GCM.tagLength else { throw .notAuthentic }
        let end = box.count - GCM.tagLength
        let cipher = try Cipher(self)
        try cipher.start(
            key: key, nonce: box.extracting(0..<GCM.nonceLength), encrypting: false)
        try cipher.authenticate(context)
        let plaintext = try cipher.update(box.extracting(GCM.nonceLength..<end))
        try cipher.finishDecrypting(tag: box.extracting(end..<box.count))
        return plaintext
    }
}

/// An EVP_CIPHER_CTX set up for one message.
@safe
private struct Cipher: ~Copyable {
    private let library: LibCrypto
    private let context: UnsafeMutableRawPointer

    init(_ library: LibCrypto) throws(CryptographyError) {
        guard let context = unsafe library.functions.EVP_CIPHER_CTX_new() else {
            throw library.failure(.failed("EVP_CIPHER_CTX_new"))
        }
        self.library = library
        unsafe self.context = context
    }

    /// Gets key and nonce; the first call.
    borrowing func start(
        key: Span<UInt8>, nonce: Span<UInt8>, encrypting: Bool
    ) throws(CryptographyError) {
        guard key.count == GCM.keyLength, nonce.count == GCM.nonceLength else {
            throw .failed("EVP_CipherInit_ex")
        }
        // Safe: the lengths are those the cipher reads, and the context is freed by deinit.
        let ready = unsafe key.withUnsafeBufferPointer { key in
            unsafe nonce.withUnsafeBufferPointer { nonce in
                unsafe library.functions.EVP_CipherInit_ex(
                    context, library.functions.EVP_aes_256_gcm(), nil, key.baseAddress,
                    nonce.baseAddress, encrypting ? 1 : 0) == 1
            }
        }
        guard ready else { throw library.failure(.failed("EVP_CipherInit_ex")) }
    }

    /// Feeds bytes that are authenticated only.
    func authenticate(_ bytes: Span<UInt8>) throws(CryptographyError) {
        // Safe: without an output the function only reads.
        try unsafe update(bytes, into: nil)
    }

    /// Feeds text and gives back as many bytes, en- or decrypted: GCM is a stream cipher.
    func update(_ bytes: Span<UInt8>) throws(CryptographyError) -> SecretBytes {
        var output = SecretBytes(zeroed: bytes.count)
        try output.withMutableBytes { (output) throws(CryptographyError) in
            try unsafe output.withUnsafeMutableBufferPointer { (output) throws(CryptographyError) in
                try unsafe update(bytes, into: output.baseAddress)
            }
        }
        return output
    }

    private func update(
        _ bytes: Span<UInt8>, into output: UnsafeMutablePointer<UInt8>?
    ) throws(CryptographyError) {
        guard !bytes.isEmpty else { return }
        guard let length = Int32(exactly: bytes.count) else { throw .failed("EVP_CipherUpdate") }
        var written: Int32 = 0
        // Safe: `output` is nil or has room for `length` bytes, which is what a stream cipher writes.
        let done = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe library.functions.EVP_CipherUpdate(
                context, output, &written, bytes.baseAddress, length) == 1
        }
        guard done else { throw library.failure(.failed("EVP_CipherUpdate")) }
    }

    /// Ends the message and gives its tag.
    func finishEncrypting() throws(CryptographyError) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: GCM.tagLength)
        // Safe: the array has the room asked for.
        let done = finish()
        let tagged = unsafe tag.withUnsafeMutableBufferPointer { tag in
            unsafe library.functions.EVP_CIPHER_CTX_ctrl(
                context, GCM.getTag, Int32(GCM.tagLength), tag.baseAddress) == 1
        }
        guard done, tagged else { throw library.failure(.failed("EVP_CipherFinal_ex")) }
        return tag
    }

    /// Ends the message and checks its tag.
    func finishDecrypting(tag: Span<UInt8>) throws(CryptographyError) {
        var tag = [UInt8](copying: tag)
        // Safe: the tag has the length given; EVP_CTRL_AEAD_SET_TAG reads it and keeps a copy.
        let authentic = unsafe tag.withUnsafeMutableBufferPointer { tag in
            unsafe library.functions.EVP_CIPHER_CTX_ctrl(
                context, GCM.setTag, Int32(GCM.tagLength), tag.baseAddress) == 1
        }
        guard authentic, finish() else { throw library.failure(.notAuthentic) }
    }

    private func finish() -> Bool {
        var written: Int32 = 0
        var nothing: UInt8 = 0
        // Safe: GCM has no block left over, so the last step writes nothing.
        return unsafe library.functions.EVP_CipherFinal_ex(context, &nothing, &written) == 1
    }

    deinit {
        // Safe: freed once; EVP_CIPHER_CTX_free(3) wipes the key schedule.
        unsafe library.functions.EVP_CIPHER_CTX_free(context)
    }
}

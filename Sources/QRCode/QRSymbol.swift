internal import CLibqrencode

/// A QR Code symbol (ISO/IEC 18004): a square of dark and light modules.
package struct QRSymbol: Sendable {
    /// The text is empty or longer than the 2,953 bytes a symbol holds, or memory was short.
    package struct EncodingError: Error, CustomStringConvertible {
        /// The length of the text, in bytes.
        package let length: Int

        /// What happened, in words.
        package var description: String { "cannot make a QR code of \(length) bytes" }
    }

    /// The number of modules on each side, without the quiet zone.
    package let width: Int
    /// Row after row, true for a dark module.
    private let modules: [Bool]

    /// Makes the smallest symbol that holds the text.
    ///
    /// With the lowest level of error correction: nothing on a screen is worn or dirty, and a
    /// smaller picture is quicker to scan.
    ///
    /// - Throws: ``EncodingError``.
    package init(encoding text: String) throws(EncodingError) {
        let bytes = Array(text.utf8)
        // Safe: the library reads so many bytes of the array, and gives back a symbol that is ours.
        let code = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe QRcode_encodeData(
                Int32(clamping: bytes.count), bytes.baseAddress, 0, QR_ECLEVEL_L)
        }
        guard let code = unsafe code else { throw EncodingError(length: bytes.count) }
        let width = Int(unsafe code.pointee.width)
        // Safe: the symbol has width × width bytes, whose lowest bit says "dark"; they are copied
        // at once.
        modules = unsafe UnsafeBufferPointer(start: code.pointee.data, count: width * width).map {
            $0 & 1 == 1
        }
        self.width = width
        unsafe QRcode_free(code)
    }

    /// Whether a module is dark; all around the symbol are light ones.
    package func isDark(row: Int, column: Int) -> Bool {
        let sides = 0..<width
        return sides.contains(row) && sides.contains(column) && modules[row * width + column]
    }
}

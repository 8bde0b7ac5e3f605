internal import CLibqrencode

/// A QR Code symbol (ISO/IEC 18004): a square of dark and light modules.
package struct QRSymbol: Sendable {
    /// Why there is no symbol.
    package enum EncodingError: Error {
        /// No libqrencode is installed.
        case libraryMissing
        /// The text, of so many bytes, is empty or longer than the 2,953 a symbol holds, or memory was short.
        case unencodable(length: Int)

        /// What happened, in words.
        package var description: String {
            switch self {
            case .libraryMissing: "no QR code: libqrencode was not found"
            case .unencodable(let length): "cannot make a QR code of \(length) bytes"
            }
        }
    }

    /// The number of modules on each side, without the quiet zone.
    package let width: Int
    /// Row after row, true for a dark module.
    private let modules: [Bool]

    /// Makes the smallest symbol that holds the text.
    ///
    /// With the lowest level of error correction: nothing on a screen is worn or dirty, and a
    /// smaller picture is quicker to scan. The text must have no NUL in it.
    ///
    /// - Throws: ``EncodingError``.
    package init(encoding text: String) throws(EncodingError) {
        // Safe: the C function fills every field before it returns 0, and nothing reads them otherwise.
        let functions = unsafe withUnsafeTemporaryAllocation(
            of: libqrencode_functions.self, capacity: 1
        ) { buffer -> libqrencode_functions? in
            guard let base = buffer.baseAddress, unsafe libqrencode_load(base) == 0 else {
                return nil
            }
            return unsafe base.pointee
        }
        guard let functions else { throw .libraryMissing }
        // Safe: the library reads the string to its NUL, and gives back a symbol that is ours. It writes
        // parts that have only capitals and digits, such as a key in Base32, in fewer bits.
        let code = unsafe text.withCString { text in
            unsafe functions.encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 1)
        }
        guard let code = unsafe code else { throw .unencodable(length: text.utf8.count) }
        let width = Int(unsafe code.pointee.width)
        // Safe: the symbol has width × width bytes, whose lowest bit says "dark"; they are copied
        // at once.
        modules = unsafe UnsafeBufferPointer(start: code.pointee.data, count: width * width).map {
            $0 & 1 == 1
        }
        self.width = width
        unsafe functions.free(code)
    }

    /// Whether a module is dark; all around the symbol are light ones.
    package func isDark(row: Int, column: Int) -> Bool {
        let sides = 0..<width
        return sides.contains(row) && sides.contains(column) && modules[row * width + column]
    }
}

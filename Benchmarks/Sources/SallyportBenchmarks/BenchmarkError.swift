import Glibc

/// A reason why something could not be measured, in words for the person who runs the benchmark.
struct BenchmarkError: Error {
    /// What failed, and with which file, program or value.
    let message: String

    /// Makes an error from words alone.
    init(_ message: String) {
        self.message = message
    }

    /// Makes an error for a failed call of the C library, with the words for its `errno`.
    static func system(_ action: String, code: Int32 = errno) -> BenchmarkError {
        // strerror returns a string the C library owns; it is copied at once.
        let words = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return BenchmarkError("\(action): \(words)")
    }
}

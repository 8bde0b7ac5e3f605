internal import TextCoding

/// Why a cryptographic operation gave no result.
package enum CryptographyError: Error {
    /// No libcrypto is installed, or the one there lacks a function all known versions have.
    case libraryMissing
    /// A function of libcrypto failed; the name of the function.
    case failed(StaticString)
    /// The system's random source gave nothing.
    case noRandomness
    /// A sealed box does not open: other key, other account, or changed bytes.
    case notAuthentic

    /// What happened, in words for a log line.
    package var description: String {
        switch self {
        case .libraryMissing: "libcrypto was not found"
        case .failed(let function): compact("\(function.description) of libcrypto failed")
        case .noRandomness: "the random source failed"
        case .notAuthentic: "it was changed, or sealed with another key or for another account"
        }
    }
}

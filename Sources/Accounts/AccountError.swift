package import Cryptography
package import HostSystem
internal import TextCoding

/// Why an account could not be read or changed.
package enum AccountError: Error {
    /// A file or folder is not as it must be, or a system call failed.
    case system(SystemError)
    /// libcrypto failed, or what a file holds does not open with this host's key; the file's path.
    case cryptography(CryptographyError, String)
    /// A file's content is none that Sallyport writes; its path.
    case damaged(String)
    /// The account takes no code now.
    case locked(Lock)
    /// A limit would be exceeded, or an argument is out of range; what, in words.
    case invalid(String)

    /// What helps where an account cannot be opened.
    private static var wayOut: String { "sallyport forget removes the account" }

    /// What happened, in words for a log line.
    package var description: String {
        switch self {
        case .system(let error): error.description
        case .cryptography(.notAuthentic, let path):
            compact("\(path): \(CryptographyError.notAuthentic.description); \(Self.wayOut)")
        case .cryptography(let error, let path): compact("\(path): \(error.description)")
        case .damaged(let path): compact("\(path): damaged; \(Self.wayOut)")
        case .locked(.temporary(let remaining)): compact("locked for \(remaining) s more")
        case .locked(.untilUnlocked): "locked until an administrator unlocks it"
        case .invalid(let reason): reason
        }
    }
}

/// Runs system calls, and reports their failure as one of the account.
func system<Result: ~Copyable>(
    _ body: () throws(SystemError) -> Result
) throws(AccountError) -> Result {
    do throws(SystemError) { return try body() } catch { throw .system(error) }
}

/// Runs cryptography, and reports its failure as one of the account; `path` is the file concerned.
func cryptography<Result: ~Copyable>(
    _ path: String, _ body: () throws(CryptographyError) -> Result
) throws(AccountError) -> Result {
    do throws(CryptographyError) { return try body() } catch { throw .cryptography(error, path) }
}

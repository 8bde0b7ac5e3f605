package import Cryptography
package import HostSystem
internal import TextCoding

/// Why an account could not be read or changed.
// Indirect, since it is handed on in many places, each of which would copy what it holds part by part.
package indirect enum AccountError: Error {
    /// A file or folder is not as it must be, or a system call failed.
    case system(SystemError)
    /// libcrypto failed, or what a file holds does not open with this host's key; the file's path.
    case cryptography(CryptographyError, String)
    /// Accounts are sealed with another key than that of KeyFile; the file's path.
    case wrongKey(String)
    /// What is stored is nothing that Sallyport writes, or two parts of it do not belong together; its path.
    case damaged(String)
    /// Another version of Sallyport wrote a record; the version of the record, and the path.
    case version(UInt8, String)
    /// Others changed the account all the time, and nothing was counted or stored; its path.
    case contended(String)
    /// It is not known whether something was stored, and so nobody is let in; the account's path.
    case unsettled(String)
    /// The account takes no code now.
    case locked(Lock)
    /// A limit would be exceeded, or an argument is out of range; what, in words.
    case invalid(String)

    /// What happened, in words for a log line.
    package var description: String {
        switch self {
        case .system(let error): error.description
        case .cryptography(let error, let path): compact("\(path): \(error.description)")
        case .wrongKey(let path):
            compact("\(path): not the key that the accounts are sealed with")
        case .damaged(let path): compact("\(path): damaged")
        case .version(let version, let path):
            compact("\(path): written by another version of Sallyport, as version \(Int(version))")
        case .contended(let path):
            compact("\(path): others changed it all the time, nothing is counted or stored")
        case .unsettled(let path): compact("\(path): not known whether it was stored")
        case .locked(.temporary(let remaining)): compact("locked for \(remaining) s more")
        case .locked(.untilUnlocked): "locked until an administrator unlocks it"
        case .invalid(let reason): reason
        }
    }
}

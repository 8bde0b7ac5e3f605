internal import Accounts
internal import Cryptography
internal import HostSystem
internal import QRCode
internal import Vocabulary

// The libraries say what happened without these protocols, which Embedded Swift lacks; the argument
// parser prints an error by them.
extension SystemError: CustomStringConvertible {}
extension CryptographyError: CustomStringConvertible {}
extension AccountError: CustomStringConvertible {}
extension KeyFingerprint: CustomStringConvertible {}
extension InvalidContact: CustomStringConvertible {
    var description: String { message }
}
extension UserFileError: CustomStringConvertible {}
extension QRSymbol.EncodingError: CustomStringConvertible {}

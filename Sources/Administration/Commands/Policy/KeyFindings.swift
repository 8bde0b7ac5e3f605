internal import Accounts
internal import Cryptography
internal import Policy

extension Settings {
    /// What there is to say of the key in KeyFile, which opens: its fingerprint, and whether it is that of the accounts.
    func keyFindings() -> [PolicyFinding] {
        do {
            let accounts = try AccountStore(
                stateDirectory: stateDirectory, keyFile: keyFile, library: LibCrypto())
            let fingerprint = try accounts.keyFingerprint()
            var findings = [
                PolicyFinding(.note, "the fingerprint of this key is \(fingerprint)", in: keyFile)
            ]
            let check = try KeyCheck(in: stateDirectory)
            if let check, !check.names(fingerprint) {
                findings.append(
                    PolicyFinding(
                        .error,
                        "not the key that the accounts in \(stateDirectory) are sealed with, which has the fingerprint "
                            + "\(check.next): no account opens; put that key back", in: keyFile))
            } else if KeyRotation.isUnderWay(keyFile: keyFile) {
                findings.append(
                    PolicyFinding(
                        .warning,
                        "`sallyport key rotate` is at work or was broken off, and both keys are good; the same command "
                            + "goes on", in: keyFile))
            }
            return findings
        } catch {
            return [PolicyFinding(.error, "\(error)", in: keyFile)]
        }
    }
}

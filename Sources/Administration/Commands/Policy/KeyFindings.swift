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
            let evidence = try accounts.keyEvidence()
            // At its last step the check names the next key alone.
            if let check, check.current != check.next || KeyRotation.isUnderWay(keyFile: keyFile) {
                findings.append(rotationFinding)
            } else if check?.names(fingerprint) != true {
                findings += mismatch(check, evidence)
            }
            return findings
        } catch {
            return [PolicyFinding(.error, "\(error)", in: keyFile)]
        }
    }

    /// What there is to say of a rotation that is not done.
    private var rotationFinding: PolicyFinding {
        do {
            try KeyRotation.requireNextKey(keyFile: keyFile)
            return PolicyFinding(
                .warning,
                "`sallyport key rotate` is at work or was broken off, and both keys are good; the same command goes on",
                in: keyFile)
        } catch {
            return PolicyFinding(
                .error,
                "`sallyport key rotate` was broken off, and the key it began with cannot be read (\(error)): accounts that "
                    + "are sealed with it do not open; put that file back", in: keyFile)
        }
    }

    /// What there is to say where it is not known, or not so, that the accounts are sealed with this key.
    private func mismatch(_ check: KeyCheck?, _ evidence: KeyEvidence) -> [PolicyFinding] {
        let theirs = check.map { ", which has the fingerprint \($0.next)" } ?? ""
        if evidence.isEmpty { return [] }
        if evidence.isAll {
            guard check != nil else { return [] }
            return [
                PolicyFinding(
                    .warning,
                    "key-check in \(stateDirectory) names another key, though all accounts open with this one: until the "
                        + "next `sallyport enrol` or `invite` nobody can enrol at a login",
                    in: keyFile)
            ]
        }
        if evidence.opened > 0 {
            return [
                PolicyFinding(
                    .error,
                    "accounts in \(stateDirectory) that open with this key: \(evidence.opened); that do not: "
                        + "\(evidence.unopened), see `sallyport status`", in: keyFile)
            ]
        }
        return [
            PolicyFinding(
                .error,
                "not the key that the accounts in \(stateDirectory) are sealed with\(theirs): no account opens; put that key "
                    + "back", in: keyFile)
        ]
    }
}

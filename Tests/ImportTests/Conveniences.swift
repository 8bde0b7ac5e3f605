import Cryptography
import Import
import OneTimePassword

/// Bytes that each run makes the same: the generator of Numerical Recipes (ranqd1), high bits taken.
struct FixedBytes: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        var value: UInt64 = 0
        for _ in 0..<8 {
            state = (state &* 1_664_525 &+ 1_013_904_223) & 0xFFFF_FFFF
            value = value << 8 | state >> 24
        }
        return value
    }
}

extension ImportedDevice {
    /// The key in hexadecimal.
    var keyText: String {
        key.withBytes { key in
            key.indices.map { byte in
                let text = String(key[byte], radix: 16)
                return text.utf8.count == 1 ? "0" + text : text
            }.joined()
        }
    }

    /// How its codes are made, in short: `totp sha1 6 30`, `hotp sha1 6 from 7`.
    var kind: String {
        switch movingFactor {
        case .time(let totp):
            "totp \(totp.hotp.hash) \(totp.hotp.digits) \(totp.period)"
        case .counter(let hotp, let start):
            "hotp \(hotp.hash) \(hotp.digits) from \(start)"
        }
    }
}

extension ImportedAccount {
    /// The problems, as `line: text`, or the text alone where there is no line.
    var problems: [String] { texts(of: .problem) }
    /// The notes, as `line: text`.
    var notes: [String] { texts(of: .note) }
    /// The scratch codes as text.
    var codes: [String] { scratchCodes.map { String(decoding: $0, as: UTF8.self) } }

    private func texts(of severity: ImportFinding.Severity) -> [String] {
        findings.filter { $0.severity == severity }.map { finding in
            (finding.line.map { "\($0): " } ?? "") + finding.text
        }
    }
}

/// The text a few random changes make of a valid one: bytes set, taken out, doubled, or cut off.
func mutated(_ text: [UInt8], with generator: inout FixedBytes) -> [UInt8] {
    var text = text
    for _ in 0..<Int.random(in: 1...6, using: &generator) where !text.isEmpty {
        let position = Int.random(in: 0..<text.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: text[position] = UInt8.random(in: 0...255, using: &generator)
        case 1: text.remove(at: position)
        case 2: text.insert(text[position], at: position)
        case 3: text.insert(UInt8(ascii: "9"), at: position)
        default: text.removeSubrange(position...)
        }
    }
    return text
}

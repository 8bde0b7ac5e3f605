internal import Foundation

/// A sentence that no document has, or without an example behind it.
package struct NoExample: Error {
    package let sentence: String
}

/// The bytes of the first example behind a sentence of Documentation/formats.md.
///
/// The lines of an example are indented. Each begins with bytes, as two upper-case hexadecimal digits; what follows
/// says what they are.
package func documentedBytes(behind sentence: String) throws -> [UInt8] {
    let project = URL(fileURLWithPath: #filePath).appendingPathComponent("../../..").standardized
    let document = project.appendingPathComponent("Documentation/formats.md")
    let text = try String(contentsOf: document, encoding: .utf8)
    guard let start = text.range(of: sentence) else { throw NoExample(sentence: sentence) }
    let example = text[start.upperBound...].split(separator: "\n").drop { !$0.hasPrefix("    ") }
        .prefix { $0.hasPrefix("    ") }
    guard !example.isEmpty else { throw NoExample(sentence: sentence) }
    return example.flatMap { line in
        line.split(separator: " ").prefix { $0.count == 2 && $0.allSatisfy(\.isUpperCaseDigit) }
            .compactMap { UInt8($0, radix: 16) }
    }
}

extension Character {
    fileprivate var isUpperCaseDigit: Bool { isHexDigit && !isLowercase }
}

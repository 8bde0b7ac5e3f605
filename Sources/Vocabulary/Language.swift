internal import TextCoding

/// A language of prompts and messages.
package enum Language: Int, Choice, CaseIterable {
    case english
    case simplifiedChinese

    /// The names of all languages, each at the place its raw value says: their tags by RFC 5646.
    package static var names: [String] { ["en", "zh-CN"] }
}

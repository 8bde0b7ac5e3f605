internal import TextCoding

/// What a source must show again to be trusted without a code.
package enum TrustBinding: Int, Choice, CaseIterable {
    /// The same address.
    case address
    /// The same address and the same key.
    case addressAndKey

    package static var names: [String] { ["address", "address+key"] }
}

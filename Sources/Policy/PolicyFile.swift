package import ConfigurationGrammar

/// The policy of a host: one global section, then Match blocks.
///
/// It is made from the bytes of the file. Who owns the file, who may write it and whether it is a
/// symbolic link is for the caller to check, before the bytes are handed over.
package struct PolicyFile: Sendable {
    /// The largest file that is read, in bytes: 64 KiB.
    package static let maximumSize = 64 * 1024

    let global: Section
    let blocks: [Section]

    /// Reads a whole policy file.
    ///
    /// An empty file is a good one: every setting then has its default.
    ///
    /// - Parameters:
    ///   - bytes: the content of the file, at most ``maximumSize`` bytes.
    ///   - keywords: the keywords that it may have.
    /// - Throws: a ``ConfigurationError`` for the first line that is wrong.
    package init(
        parsing bytes: [UInt8], keywords: [Keyword] = Keyword.all
    ) throws(ConfigurationError) {
        var parser = PolicyParser(keywords: keywords)
        try parser.read(bytes)
        global = parser.global
        blocks = parser.blocks
    }

    /// Whether a Match block asks for groups, so that a caller need not look them up in vain.
    package var needsGroups: Bool {
        blocks.contains { $0.match.names(.group) }
    }

    /// The settings that hold for a login.
    package func settings(for login: LoginAttributes) -> Settings {
        resolve(login).settings
    }

    /// The settings that hold for a login, each with the line that decided it.
    ///
    /// The blocks that match come first, in the order of the file, then the global section, then
    /// the defaults. The first value obtained wins. A block of which it is not known whether it matches gives a
    /// value only where that is stricter than what would hold without the block.
    package func resolve(_ login: LoginAttributes) -> Resolution {
        // From the last to the first, so that each finds what would hold without it.
        var resolution = Resolution(of: [global])
        for block in blocks.reversed() {
            switch block.match.holds(for: login) {
            case .yes: resolution.override(by: block)
            case .unknown: resolution.tighten(by: block)
            case .no: break
            }
        }
        resolution.settleUnenrolled()
        return resolution
    }
}

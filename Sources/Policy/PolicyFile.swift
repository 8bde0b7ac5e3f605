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

// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)
    extension PolicyFile {
        /// What the lines for the whole host say of a file that is no policy, as far as they can be read.
        ///
        /// No login goes by it: it says where the accounts are to whoever has to look after them meanwhile. What stands in
        /// or below a Match block is not for the whole host.
        ///
        /// - Parameter bytes: the content of the file; nothing where it cannot be read.
        /// - Returns: these settings, and the defaults of all others.
        package static func hostResolution(ofBroken bytes: [UInt8]) -> Resolution {
            var parser = PolicyParser(keywords: Keyword.all)
            parser.readGlobalLines(bytes)
            var section = Section(match: .always)
            section.statements = parser.global.statements.filter { $0.keyword.scope == .host }
            return Resolution(of: [section])
        }
    }
#endif

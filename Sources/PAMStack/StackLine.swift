/// Where a line stands, as the administrator knows it.
package struct Place: Hashable, Sendable {
    package let file: String
    /// From 1; where a line is continued, its first.
    package let line: Int

    package var description: String { "\(file):\(line)" }
}

/// One module of a stack, in the order in which libpam comes to it.
package struct StackLine: Sendable {
    /// What libpam does when it comes to the line.
    package enum Content: Sendable {
        case module(ModuleReference)
        /// What follows, as far as it is one level deeper, stands in a file of its own.
        case substack
        /// libpam takes the line as a failure, for this reason.
        case broken(String)
    }

    package let place: Place
    /// The lines that include the file, from the top of the service down.
    package let includedBy: [Place]
    /// How deep in substacks.
    package let level: Int
    package let content: Content
    package let control: Control

    /// The place, with the way to it from the top.
    package var whereabouts: String {
        guard let top = includedBy.last else { return place.description }
        return "\(place.description) (included by \(top.description))"
    }
}

/// A module as a line names it.
package struct ModuleReference: Hashable, Sendable {
    /// As it stands in the line: a path, or a name in the folder of PAM's modules.
    package let path: String
    package let arguments: [String]

    /// Whether the file is in a folder of PAM's modules; elsewhere its name says nothing of what it does.
    var isInPAMFolder: Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).filter {
            $0 != "$ISA"
        }
        // The dynamic linker puts something else in its place.
        guard !parts.contains(where: { $0.contains("$") }) else { return false }
        guard parts.count > 1 else { return true }
        let folder = Array(parts.drop { $0.isEmpty || $0 == "usr" }.dropLast())
        guard path.hasPrefix("/"), folder.first?.hasPrefix("lib") == true,
            folder.last == "security"
        else { return false }
        return folder.count <= 3 && !folder.contains("..")
    }

    /// The file's name alone.
    package var name: String { String(path.split(separator: "/").last ?? "") }
}

/// What a line is about.
package enum Phase: String, CaseIterable, Sendable {
    case auth, account, password, session
}

package import ConfigurationGrammar

/// A keyword that a block can have, and what is said of it.
// A class, since many are passed around: one pointer each, and less machine code than four values.
package final class SettingKeyword: Sendable {
    /// The keyword as it is written in the file.
    package let name: String
    /// What its value is, in a few words, as the manual has it.
    package let help: String
    /// What is used without a line, as one would write it; nil for nothing, and where it depends on something.
    package let standard: String?
    /// Whether a block may have several lines of it.
    package let isRepeatable: Bool

    @inline(never)
    init(_ name: String, _ help: String, _ standard: String?, isRepeatable: Bool) {
        self.name = name
        self.help = help
        self.standard = standard
        self.isRepeatable = isRepeatable
    }
}

/// A keyword and how its value is read: the one place where both stand.
package struct Setting<Value>: Sendable {
    /// The keyword.
    package let keyword: SettingKeyword
    /// Reads the value of a line.
    let read: @Sendable (ValueReader) throws(InvalidText) -> Value

    /// Declares a keyword.
    ///
    /// - Parameters:
    ///   - name: The keyword.
    ///   - help: What its value is.
    ///   - standard: What is used without a line, as one would write it.
    ///   - isRepeatable: Whether a block may have several lines of it.
    ///   - read: Reads the value of a line.
    package init(
        _ name: String, _ help: String, default standard: String? = nil,
        isRepeatable: Bool = false,
        read: @escaping @Sendable (ValueReader) throws(InvalidText) -> Value
    ) {
        keyword = SettingKeyword(name, help, standard, isRepeatable: isRepeatable)
        self.read = read
    }
}

extension Setting where Value == Int {
    /// The number that DingTalk and WeCom give an application.
    package static var agentID: Setting {
        Setting("AgentID", "its number") { (value) throws(InvalidText) in
            try value.number(in: 1...Int.max)
        }
    }
}

extension Setting where Value == String {
    /// A key, a number or a name that a provider gave out.
    @inline(never)
    package static func identifier(_ name: String, _ help: String) -> Setting {
        Setting(name, help) { (value) throws(InvalidText) in try value.identifier() }
    }

    /// The absolute path of a file, a folder or a program.
    @inline(never)
    package static func path(
        _ name: String, _ help: String, default standard: String? = nil
    ) -> Setting {
        Setting(name, help, default: standard) { (value) throws(InvalidText) in
            try value.absolutePath()
        }
    }

    /// The certificates of the authorities that everything which speaks to a server can have of its own.
    package static var caFile: Setting {
        path("CAFile", "the certificates of the authorities to trust (libcurl's own)")
    }
}

extension Setting where Value == ServerURL {
    /// The host of a web service, of which the channel knows the paths.
    @inline(never)
    package static func endpoint(_ help: String, default standard: String? = nil) -> Setting {
        server("Endpoint", help, for: .service, default: standard)
    }

    /// The address of a server.
    @inline(never)
    static func server(
        _ name: String, _ help: String, for use: ServerURL.Use, default standard: String? = nil
    ) -> Setting {
        Setting(name, help, default: standard) { (value) throws(InvalidText) in
            try value.url(use)
        }
    }
}

extension Setting where Value == MessagePath {
    /// The template for the messages in one language.
    package static var messageFile: Setting {
        template("MessageFile", "a language and the template for it (built-in texts)")
    }

    /// The template for something in one language.
    static func template(_ name: String, _ help: String) -> Setting {
        Setting(name, help, isRepeatable: true) { (value) throws(InvalidText) in
            try value.messagePath()
        }
    }
}

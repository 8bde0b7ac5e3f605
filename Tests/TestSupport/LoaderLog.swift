/// What the dynamic loader says of a process under LD_DEBUG; ld.so(8).
package struct LoaderLog {
    /// What has the loader write to standard error, or to the file that LD_DEBUG_OUTPUT begins the name of.
    package static let environment = ["LD_DEBUG": "libs,files,bindings"]

    private let lines: [Substring]

    /// Reads what the loader wrote.
    package init(_ bytes: [UInt8]) {
        // Each line begins with the process and a tab.
        lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap {
            $0.split(separator: "\t", maxSplits: 1).last
        }
    }

    /// The names that begin with `name` and for which folders were searched, as often as they were.
    package func searches(for name: String) -> [String] {
        words(at: 0, of: "find library=", with: name).filter { $0.hasPrefix(name) }
    }

    /// The libraries that dlopen(3) was asked for and that were not loaded.
    package var opened: [String] { words(at: 0, of: "file=", with: "dynamically loaded by") }

    /// The files to which `function` was bound, or in which dlsym(3) found it.
    package func files(defining function: String) -> Set<String> {
        // binding file SOURCE [0] to TARGET [0]: normal symbol `NAME'
        Set(words(at: 3, of: "binding file ", with: "symbol `\(function)'"))
    }

    /// One word behind `start` of the lines that begin with that and have `part` in them.
    private func words(at index: Int, of start: String, with part: String) -> [String] {
        lines.compactMap { line in
            guard line.hasPrefix(start), line.contains(part) else { return nil }
            let words = line.dropFirst(start.count).split(separator: " ")
            return index < words.count ? String(words[index]) : nil
        }
    }
}

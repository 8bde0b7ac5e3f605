import Foundation
import HostSystem
import TestSupport

/// A system with users, groups and name services of its own: a private `/etc`, in which a program looks names up.
///
/// Its `trial`, `list`, `sss` and `systemd` are the services of `Tests/NameService`; nobody else has them.
struct NameSystem {
    let folder: TemporaryFolder

    /// The groups of a user, as the program printed them.
    struct Groups: Equatable {
        var names: Set<String> = []
        var doubt: String?
        /// Whether it printed that it could not look; or ended without a word.
        var hasFailed = false

        /// What it prints, which is all of it: it ends without a word where it is killed or cannot start.
        init(printed lines: [String]) {
            for line in lines {
                let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                switch words.first {
                case "name": names.insert(words.last ?? "")
                case "doubt": doubt = words.last
                default: hasFailed = true
                }
            }
            hasFailed = hasFailed || lines.isEmpty
        }

        init(_ names: Set<String>, doubt: String? = nil) {
            self.names = names
            self.doubt = doubt
        }
    }

    /// The users alice, in some groups, bob, whose primary group is wheel, and carol, in none but her own; and the
    /// services, of which none answers.
    init(_ nsswitch: String? = "group: files") throws {
        folder = try TemporaryFolder()
        for name in ["etc", "lib", "run", "var"] { try folder.makeFolder(name, mode: 0o755) }
        try write(
            """
            root:x:0:0::/root:/bin/sh
            alice:x:1000:1000::/home/alice:/bin/sh
            bob:x:1001:10::/home/bob:/bin/sh
            carol:x:1002:4000::/home/carol:/bin/sh

            """, to: "passwd")
        try write("root:x:0:\nusers:x:1000:\nstaff:x:50:alice\nwheel:x:10:\n", to: "group")
        for service in ["trial", "list", "sss", "systemd"] {
            try FileManager.default.copyItem(
                at: Self.built("libname-service.so"),
                to: URL(fileURLWithPath: folder.path(of: "lib/libnss_\(service).so.2")))
            try write("pilots:x:2000:alice\nwheel:x:10:alice\n", to: "nss-\(service).group")
        }
        if let nsswitch { try write(nsswitch + "\n", to: "nsswitch.conf") }
    }

    /// Writes a file of its `/etc`.
    func write(_ text: String, to name: String) throws {
        try write(Array(text.utf8), to: name)
    }

    /// Writes a file of its `/etc`.
    func write(_ bytes: [UInt8], to name: String) throws {
        try folder.write(bytes, to: "etc/" + name, mode: 0o644)
    }

    /// Lets a name service be in a state; see the service's source.
    func set(_ state: String, of service: String = "trial") throws {
        try write(state, to: "nss-" + service)
    }

    /// What the program prints for its words, with something of a shell before it, such as `ulimit -n 5; exec`.
    func lookUp(_ words: String, before: String = "exec") throws -> [String] {
        try run("\(before) \(Self.built("name-lookup").path) \(words)")
    }

    /// The groups of a user.
    func groups(of user: String = "alice", before: String = "exec") throws -> Groups {
        Groups(printed: try lookUp("groups \(user)", before: before))
    }

    /// Runs a script of a shell in it, and gives the lines it printed.
    ///
    /// Its `/run` and `/var/lib` are private too.
    func run(_ script: String) throws -> [String] {
        var output: [UInt8] = []
        let mounts = [("etc", "/etc"), ("run", "/run"), ("var", "/var/lib")].map {
            "mount --bind \(folder.path(of: $0)) \($1) && "
        }
        _ = try ChildProcess.run(
            "/usr/bin/unshare",
            arguments: [
                "--mount", "--uts", "--propagation", "private", "/bin/bash", "-c",
                mounts.joined() + script,
            ],
            environment: [
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LD_LIBRARY_PATH=\(folder.path(of: "lib"))",
                // A backtrace of a program that a failing call ends takes longer than all else.
                "SWIFT_BACKTRACE=enable=no",
            ],
            input: [], outputLimit: 16 << 20, timeout: 600_000
        ) {
            output += $0
            return []
        }
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// What is built beside the tests.
    static func built(_ name: String) -> URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent(name)
    }
}

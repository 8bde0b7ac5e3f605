import Foundation
import Testing

/// Whatever fails while the groups of a member of wheel are looked up, nobody takes her for somebody who is not: wheel
/// is among them, or there is a doubt, or nothing at all.
@Suite(.timeLimit(.minutes(15)))
struct GroupFaultTests {
    /// A system where alice is a member of wheel by what stands last on the line.
    private func system(_ services: String) throws -> NameSystem {
        let system = try NameSystem("group: \(services)")
        let file = "users:x:1000:\nstaff:x:50:alice\n"
        let member = "wheel:x:10:alice\n"
        try system.write(file + (services.hasSuffix("files") ? member : ""), to: "group")
        for service in ["trial", "list"] {
            try system.set("up", of: service)
            try system.write(
                services.hasSuffix(service) ? member : "pilots:x:2000:alice\n",
                to: "nss-\(service).group")
        }
        return system
    }

    /// What a script printed for each run of the look-up, by the line before it, which begins with `run`.
    private func runs(
        _ script: String, in system: NameSystem
    ) throws -> [(name: String, groups: NameSystem.Groups)] {
        let lines = try system.run(script)
        return lines.indices.filter { lines[$0].hasPrefix("run ") }.map { start in
            let printed = lines[(start + 1)...].prefix { !$0.hasPrefix("run ") }
            return (lines[start], NameSystem.Groups(printed: Array(printed)))
        }
    }

    /// The look-up of the groups, as it is written in a shell.
    private static var command: String { NameSystem.built("name-lookup").path + " groups alice" }

    @Test(
        arguments: ["files", "files trial", "files list"], ["ENOENT", "EMFILE"])
    func `a system call that fails, be it any, never hides a group`(services: String, error: String)
        throws
    {
        let script = """
            strace -o /run/calls \(Self.command) >/run/out
            sed -n 's/^\\([a-z0-9_]*\\)(.*/\\1/p' /run/calls | sort | uniq -c |
                while read -r count call; do
                    for number in $(seq "$count"); do
                        echo "run $call $number"
                        strace -o /dev/null -e inject="$call:error=\(error):when=$number" \(Self.command)
                    done
                done
            """
        let runs = try runs(script, in: system(services))
        #expect(runs.count > 100, "so few calls that the sweep saw nothing")
        check(runs)
    }

    @Test(arguments: ["trial files", "files trial", "files list"])
    func `a limit on open files, be it any, never hides a group`(services: String) throws {
        let system = try system(services)
        // A service that takes a failure of its own for an answer.
        for service in ["trial", "list"] { try system.set("cramped", of: service) }
        let runs = try runs(
            """
            for limit in {0..40}; do
                echo "run $limit"
                prlimit --nofile=$limit \(Self.command)
            done
            """, in: system)
        check(runs)
    }

    @Test(arguments: ["files trial", "files list"], ["as", "data"])
    func `a limit on memory, be it any, never hides a group`(services: String, limit: String) throws
    {
        let system = try system(services)
        for service in ["trial", "list"] { try system.set("cramped", of: service) }
        // In large steps, and in small ones where it begins to work.
        let script = """
            look_up() {
                echo "run $1"
                prlimit --\(limit)=$1 \(Self.command) | tee /run/out
            }
            first=
            for ((size = 1 << 19; size < 160 << 20; size += size < 8 << 20 ? 1 << 19 : 8 << 20)); do
                look_up $size
                [[ -n $first || ! -s /run/out ]] || first=$size
            done
            for ((size = first - (8 << 20); size < first + (1 << 20); size += 32 << 10)); do
                ((size < 0)) || look_up $size
            done
            """
        check(try runs(script, in: system))
    }

    /// Checks that no run hid the group, and that there was a run of each kind.
    private func check(_ runs: [(name: String, groups: NameSystem.Groups)]) {
        for (name, groups) in runs {
            #expect(
                groups.hasFailed || groups.doubt != nil || groups.names.contains("wheel"),
                "\(name): \(groups)")
        }
        #expect(runs.contains { !$0.groups.hasFailed && $0.groups.doubt != nil })
        #expect(runs.contains { !$0.groups.hasFailed && $0.groups.doubt == nil })
    }
}

import Glibc

/// Measures Sallyport side by side with its peers; `Scripts/bench.sh` prepares the ground for it.
@main
enum SallyportBenchmarks {
    private static let usage = """
        use Scripts/bench.sh, which calls:
          prepare FOLDER MODULE ACCOUNTS COMMAND
          run FOLDER MODULE ACCOUNTS MODULES-FOLDER SSH-PORT PERMIT-PORT quick|full json|table
              [ROW …]
          syslog-reader SOCKET
        """

    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch let error as BenchmarkError {
            fail(error.message)
        } catch {
            fail("\(error)")
        }
    }

    private static func run(_ arguments: [String]) throws {
        let values = Array(arguments.dropFirst())
        switch (arguments.first, values.count) {
        case ("login", 3):
            try Worker.login(stacks: values[0], service: values[1], user: values[2])
        case ("load", 2):
            try Worker.load(module: values[0], stacks: values[1])
        case ("syslog-reader", 1):
            try SyslogReader.run(path: values[0])
        case ("prepare", 4):
            try workspace(values).prepare(command: values[3])
        case ("run", 8...):
            let rows = try measure(
                workspace(values), systemModules: values[3], ports: (values[4], values[5]),
                quick: values[6] == "quick", only: Array(values.dropFirst(8)))
            print(values[7] == "json" ? rows.json : rows.table)
        default:
            throw BenchmarkError(usage)
        }
    }

    private static func workspace(_ values: [String]) throws -> Workspace {
        guard let crowd = Int(values[2]), crowd > 0 else {
            throw BenchmarkError("\(values[2]) is no number of accounts")
        }
        return Workspace(folder: values[0], module: values[1], crowd: crowd)
    }

    /// Takes all rows, or those named.
    private static func measure(
        _ workspace: Workspace, systemModules: String, ports: (ours: String, permit: String),
        quick: Bool, only names: [String]
    ) throws -> [Row] {
        // Full: so many that the medians of two runs on a quiet machine differ by few percent.
        func samples(_ full: Int) -> Int { quick ? max(full / 10, 5) : full }
        let single = try SingleLoginRows(workspace, samples: samples(300))
        let memory = try SingleLoginRows(workspace, samples: samples(50))
        let parallel = try ParallelRows(workspace, samples: samples(30))
        let ssh = try SSHRow(workspace, port: ports.ours, permitPort: ports.permit)
        let load = LoadRow(workspace, systemModules: systemModules)
        let rows: [(name: String, measure: () throws -> Row)] = [
            ("totp-login", single.login),
            ("totp-login-100k", single.crowdedLogin),
            ("totp-login-100k-vs-oath", single.crowdedLoginAgainstOATH),
            ("dlopen", { try load.measure(samples: samples(200)) }),
            ("private-memory", memory.memory),
            ("ssh-login", { try ssh.measure(samples: samples(100)) }),
            ("parallel-distinct", parallel.distinctUsers),
            ("parallel-same", parallel.sameUser),
        ]
        if let name = names.first(where: { name in !rows.contains { $0.name == name } }) {
            throw BenchmarkError("no row \(name)")
        }
        return try rows.filter { names.isEmpty || names.contains($0.name) }.map { row in
            say("measuring \(row.name)")
            return try row.measure()
        }
    }

    private static func fail(_ message: String) -> Never {
        say("bench: \(message)")
        exit(1)
    }

    private static func say(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
    }
}

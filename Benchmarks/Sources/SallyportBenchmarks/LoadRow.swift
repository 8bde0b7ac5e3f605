/// The row about loading the module.
struct LoadRow {
    private let stacks: String
    private let module: String

    /// Where the libpam modules of the distribution are, from the script that starts the benchmark.
    private let systemModules: String

    /// Describes the row.
    init(_ workspace: Workspace, systemModules: String) {
        stacks = workspace.stacks
        module = workspace.module
        self.systemModules = systemModules
    }

    /// `dlopen` and `dlclose` of each module, in a process that never saw it before.
    func measure(samples: Int) throws -> Row {
        let peer = "\(systemModules)/pam_google_authenticator.so"
        return try Race(samples: samples).run(
            "dlopen", unit: "us", .atMost(1), peerName: "pam_google_authenticator",
            note: "dlopen(RTLD_NOW) and dlclose, in a new process for each sample.",
            ours: { try load(module) }, peer: { try load(peer) })
    }

    private func load(_ module: String) throws -> Double {
        let barrier = try Barrier()
        let worker = try Worker.start(["load", module, stacks], behind: barrier)
        guard try worker.readLine() == "ready" else { throw BenchmarkError("worker not ready") }
        barrier.open()
        guard let nanoseconds = UInt64(try worker.readLine()) else {
            throw BenchmarkError("a worker answered without a number")
        }
        try worker.finish()
        return Double(nanoseconds) / 1000
    }
}

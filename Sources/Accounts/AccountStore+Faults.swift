extension AccountStore {
    /// Everything that keeps a store from opening; nothing where ``init(stateDirectory:keyFile:library:)`` works.
    package static func faults(stateDirectory: String, keyFile: String) -> [AccountError] {
        var faults: [AccountError] = []
        do throws(AccountError) { _ = try HostKey(file: keyFile) } catch { faults.append(error) }
        do throws(AccountError) { _ = try directory(in: stateDirectory) } catch {
            faults.append(error)
        }
        return faults
    }
}

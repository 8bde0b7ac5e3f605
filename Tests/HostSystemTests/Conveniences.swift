import HostSystem

/// Why a body failed; nil where it did not.
func failure(_ body: () throws(SystemError) -> Void) -> SystemError.Reason? {
    do throws(SystemError) {
        try body()
        return nil
    } catch {
        return error.reason
    }
}

/// Opens a file and reads it, and says why that failed; nil where it did not.
func failureToRead(
    _ path: String, _ confidentiality: Confidentiality = .secret, limit: Int = 4096
) -> SystemError.Reason? {
    failure { () throws(SystemError) in
        _ = try File(path: path, confidentiality: confidentiality).contents(limit: limit)
    }
}

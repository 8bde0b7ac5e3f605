import Glibc

/// Reads and drops what modules log, so that logging costs what it costs on a normal system.
///
/// Without a reader at the socket a module's log call fails at once, and a module that logs more
/// would look as quick as one that logs less.
enum SyslogReader {
    /// Makes the socket and reads from it until the process is ended.
    ///
    /// - Parameter path: Where the C library's syslog(3) sends to: `/dev/log`, or a stand-in.
    /// - Throws: `BenchmarkError` when the socket cannot be made.
    static func run(path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { throw BenchmarkError.system("make a socket") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard bytes.count < capacity else { throw BenchmarkError("\(path) is too long") }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        // The kernel wants the general type; the size says which one it really is.
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, size)
            }
        }
        guard result == 0 else { throw BenchmarkError.system("bind \(path)") }
        unsafe chmod(path, 0o666)
        var buffer = [UInt8](repeating: 0, count: 8192)
        while unsafe recv(descriptor, &buffer, 8192, 0) >= 0 {}
        throw BenchmarkError.system("receive from \(path)")
    }
}

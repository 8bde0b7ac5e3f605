import Glibc

/// Reads a whole regular file.
func readFile(_ path: String) throws -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw BenchmarkError.system("open \(path)") }
    defer { close(descriptor) }
    var contents: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        // The buffer lends its memory for this call alone, and its own size is the limit.
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe read(descriptor, bytes.baseAddress, bytes.count)
        }
        guard count >= 0 else { throw BenchmarkError.system("read \(path)") }
        guard count > 0 else { return contents }
        contents += buffer.prefix(count)
    }
}

/// Writes a whole file in place: the same inode and the same blocks, as far as they reach.
///
/// - Parameters:
///   - path: The file; it is made if it does not exist.
///   - contents: All its bytes.
///   - mode: Its permission bits afterwards.
///   - durably: Whether to wait until the disk has it.
/// - Throws: `BenchmarkError` when the file cannot be written whole.
func writeFile(
    _ path: String, _ contents: [UInt8], mode: mode_t = 0o600, durably: Bool = false
) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw BenchmarkError.system("open \(path)") }
    defer { close(descriptor) }
    var written = 0
    while written < contents.count {
        // The array lends its memory for this call alone, and the rest of it is the limit.
        let count = unsafe contents.withUnsafeBytes { bytes in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
            return unsafe write(descriptor, rest.baseAddress, rest.count)
        }
        guard count > 0 else { throw BenchmarkError.system("write \(path)") }
        written += count
    }
    guard ftruncate(descriptor, off_t(contents.count)) == 0, fchmod(descriptor, mode) == 0 else {
        throw BenchmarkError.system("set size and mode of \(path)")
    }
    if durably, fsync(descriptor) != 0 { throw BenchmarkError.system("fsync \(path)") }
}

/// Makes a folder that only its owner may enter.
func makeFolder(_ path: String) throws {
    guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
        throw BenchmarkError.system("make folder \(path)")
    }
}

/// The names in a folder, or nil where the path is not a folder.
func namesInFolder(_ path: String) -> [String]? {
    guard let folder = unsafe opendir(path) else { return nil }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
        // d_name ends with NUL inside the entry, which lives until the next readdir.
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
            unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) {
                unsafe String(cString: $0)
            }
        }
        if name != "." && name != ".." { names.append(name) }
    }
    return names
}

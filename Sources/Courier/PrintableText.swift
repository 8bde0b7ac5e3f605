/// A text of somebody else's as printable ASCII, cut to `limit` characters: fit for a log and a terminal.
package func printable(_ bytes: some Sequence<UInt8>, limit: Int = 200) -> String {
    let visible = bytes.prefix(limit).map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: "?") }
    return String(decoding: visible, as: UTF8.self)
}

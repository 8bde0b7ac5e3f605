/// Bytes as lower-case hexadecimal digits, as signatures are written.
func hexadecimal(_ bytes: Span<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for index in bytes.indices {
        text += [digits[Int(bytes[index] >> 4)], digits[Int(bytes[index] & 15)]]
    }
    return String(decoding: text, as: UTF8.self)
}

import Foundation
import QRCode
import Testing
import TextCoding

@Suite struct DrawingTests {
    static let uri =
        "otpauth://totp/Sallyport:alice%40web1?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Sallyport"

    @Test(arguments: [QRSymbol.Style.plain, .colored])
    func `what is drawn is read back as the text`(style: QRSymbol.Style) throws {
        let drawing = try QRSymbol(encoding: Self.uri).draw(style)
        #expect(try Scanner.read(modules(of: drawing)) == Self.uri)
    }

    @Test(arguments: [0, 1, 2, 4])
    func `light modules as ink are the same picture with the colours changed`(quietZone: Int) throws
    {
        let symbol = try QRSymbol(encoding: Self.uri)
        let size = symbol.width + 2 * quietZone
        let plain = modules(of: symbol.draw(.plain, quietZone: quietZone)).prefix(size)
        let light = modules(of: symbol.draw(.light, quietZone: quietZone))
        #expect(light.prefix(size).map { $0.map(!) } == Array(plain))
        // Of the last half line there is nothing.
        #expect(light.count == size + 1 && light.last?.contains(true) == false)
    }

    @Test(arguments: [QRSymbol.Style.lightASCII, .plainASCII])
    func `in ASCII a module is two signs`(style: QRSymbol.Style) throws {
        let symbol = try QRSymbol(encoding: Self.uri)
        let rows = symbol.draw(style).split(separator: "\n").map { line in
            stride(from: 0, to: line.count, by: 2).map { place in
                String(line.dropFirst(place).prefix(2))
            }
        }
        #expect(Set(rows.joined()) == ["##", "  "])
        let ink = style == .plainASCII ? "##" : "  "
        #expect(try Scanner.read(rows.map { $0.map { $0 == ink } }) == Self.uri)
    }

    @Test func `a key in Base32 makes no larger a symbol than it must`() throws {
        // 33 modules hold 78 bytes (ISO/IEC 18004, version 4-L), of which this has 79.
        let uri =
            "otpauth://totp/build-server-017:alice?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
            + "&a"
        #expect(uri.utf8.count == 79)
        #expect(try QRSymbol(encoding: uri).width == 33)
    }

    @Test func `four light modules are all around the symbol`() throws {
        let symbol = try QRSymbol(encoding: "x")
        let rows = modules(of: symbol.draw(.plain))
        // Version 1: 21 modules, and the quiet zone. The last half block may add one row.
        #expect(symbol.width == 21)
        #expect(rows.count == 30)
        #expect(rows.allSatisfy { $0.count == 29 })
        for (index, row) in rows.enumerated() {
            if !(4..<25).contains(index) { #expect(!row.contains(true)) }
            #expect(!row.prefix(4).contains(true) && !row.suffix(4).contains(true))
        }
        // The corner of a finder pattern.
        #expect(rows[4][4..<12] == [true, true, true, true, true, true, true, false])
    }

    @Test func `every coloured line sets its colours and ends them`() throws {
        let lines = try QRSymbol(encoding: Self.uri).draw(.colored).split(separator: "\n")
        #expect(!lines.isEmpty)
        for line in lines {
            #expect(line.hasPrefix("\u{1B}[38;5;16;48;5;231m"))
            #expect(line.hasSuffix("\u{1B}[0m"))
        }
    }

    @Test func `a plain drawing is nothing but blanks and blocks`() throws {
        let drawing = try QRSymbol(encoding: Self.uri).draw(.plain)
        #expect(drawing.allSatisfy { " ▀▄█\n".contains($0) })
    }

    @Test func `the longest text has a symbol and a longer one is an error`() throws {
        #expect(try QRSymbol(encoding: String(repeating: "a", count: 2953)).width == 177)
        #expect(throws: QRSymbol.EncodingError.self) {
            try QRSymbol(encoding: String(repeating: "a", count: 2954))
        }
    }

    @Test func `an empty text is an error`() {
        #expect(throws: QRSymbol.EncodingError.self) { try QRSymbol(encoding: "") }
    }

    /// The modules a drawing shows, two rows for each line of it.
    private func modules(of drawing: String) -> [[Bool]] {
        drawing.split(separator: "\n").flatMap { line in
            let blocks = line.filter { " ▀▄█".contains($0) }
            return [blocks.map { "▀█".contains($0) }, blocks.map { "▄█".contains($0) }]
        }
    }
}

/// zbarimg(1), a reader of QR codes that others wrote.
enum Scanner {
    /// The text of a symbol; true stands for a dark module.
    static func read(_ modules: [[Bool]]) throws -> String {
        let scale = 4
        let rows = modules.flatMap { row in
            let pixels = row.flatMap { Array(repeating: $0 ? "1" : "0", count: scale) }
            return Array(repeating: pixels.joined(separator: " "), count: scale)
        }
        let width = (modules.first?.count ?? 0) * scale
        let picture = FileManager.default.temporaryDirectory
            .appendingPathComponent("sallyport-\(UUID().uuidString).pbm")
        defer { try? FileManager.default.removeItem(at: picture) }
        try Data("P1\n\(width) \(rows.count)\n\(rows.joined(separator: "\n"))\n".utf8).write(
            to: picture)

        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["zbarimg", "--quiet", "--raw", picture.path]
        process.standardOutput = output
        // zbarimg speaks of a missing D-Bus there.
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "zbarimg (Debian's zbar-tools) could not read it")
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}

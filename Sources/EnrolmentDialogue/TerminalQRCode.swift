internal import QRCode

/// The QR code of an URI as a person sees it who logs in, drawn another way each time.
struct TerminalQRCode {
    /// What is left of a terminal of 80 columns and 24 lines: PuTTY begins each line with a mark of its own and
    /// breaks long ones before the edge; key, URI and question come below.
    private static let screen = (columns: 76, lines: 21)
    /// How it is drawn first, second and so on, without escape sequences, which clients show as text.
    ///
    /// Most terminals of people who log in are dark, and many apps read no symbol in the wrong colours.
    private static let styles: [QRSymbol.Style] = [.light, .lightASCII, .plain, .plainASCII]

    private let symbol: QRSymbol?
    private var drawn = 0

    /// Whether there is one at all; without libqrencode there is none.
    var exists: Bool { symbol != nil }

    init(of uri: String) {
        do throws(QRSymbol.EncodingError) { symbol = try QRSymbol(encoding: uri) } catch {
            symbol = nil
        }
    }

    /// The next drawing, or nothing.
    mutating func next() -> String {
        guard let symbol else { return "" }
        let style = Self.styles[drawn % Self.styles.count]
        drawn += 1
        return symbol.draw(style, quietZone: Self.quietZone(of: symbol, style))
    }

    /// The quiet zone that is demanded, or as much of it as there is room for.
    private static func quietZone(of symbol: QRSymbol, _ style: QRSymbol.Style) -> Int {
        let room =
            switch style {
            case .plain, .colored, .light: 2 * screen.lines
            case .plainASCII, .lightASCII: screen.columns / 2
            }
        return min(max((room - symbol.width) / 2, 1), QRSymbol.quietZone)
    }
}

internal import QRCode
internal import Vocabulary

/// The QR code of a device that is enrolled with the command.
struct DevicePicture {
    private let symbol: QRSymbol
    /// How it is drawn first, second and so on.
    private let styles: [QRSymbol.Style]
    private var drawn = 0

    /// - Parameters:
    ///   - uri: What it says.
    ///   - terminal: Where it is shown; nil for a file or a pipe.
    /// - Throws: where there is no such picture.
    init(of uri: String, on terminal: Terminal?) throws(QRSymbol.EncodingError) {
        let symbol = try QRSymbol(encoding: uri)
        self.symbol = symbol
        switch terminal {
        case nil: styles = [.plain]
        case let terminal? where terminal.showsColors: styles = [.colored]
        case let terminal?:
            // Nobody knows the background then, and many apps read no symbol in the wrong colours: first as for the
            // dark terminals that most are, as at a login.
            let hasRoom = 2 * (symbol.width + 2 * QRSymbol.quietZone) <= terminal.columns
            styles = hasRoom ? [.light, .lightASCII, .plain, .plainASCII] : [.light, .plain]
        }
    }

    /// Whether the next drawing is another one.
    var hasOthers: Bool { styles.count > 1 }

    /// The next drawing.
    mutating func next() -> String {
        let style = styles[drawn % styles.count]
        drawn += 1
        return symbol.draw(style)
    }
}

extension Terminal {
    /// Whether a text is no higher than the terminal.
    func hasRoom(for text: String) -> Bool {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.reduce(0) { $0 + max(1, ($1.visibleColumns + columns - 1) / columns) }
            <= self.lines
    }
}

extension Substring {
    /// The columns it takes, without the escape sequences for colours, which end with an m.
    fileprivate var visibleColumns: Int {
        split(separator: "\u{1B}", omittingEmptySubsequences: false).enumerated().reduce(0) {
            let (index, part) = $1
            return $0 + (index == 0 ? part : part.drop { $0 != "m" }.dropFirst()).columns
        }
    }
}

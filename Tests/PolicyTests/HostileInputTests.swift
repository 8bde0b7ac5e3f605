import ConfigurationGrammar
import Policy
import Testing

@Suite struct HostileInputTests {
    /// A generator that gives the same numbers in every run (SplitMix64).
    struct FixedGenerator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }

    /// What came of reading a file.
    enum Outcome {
        case read(PolicyFile)
        case refused
        /// The error names no line of the file, or its message is not fit for a log.
        case badError(ConfigurationError)
    }

    private func read(_ bytes: [UInt8]) -> Outcome {
        do throws(ConfigurationError) {
            return .read(try PolicyFile(parsing: bytes))
        } catch {
            let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
            let isFit = error.message.unicodeScalars.allSatisfy {
                $0.properties.generalCategory != .control && $0 != "\u{2028}" && $0 != "\u{202e}"
            }
            return isFit && error.message.utf8.count < 400 && (1...lines).contains(error.line)
                ? .refused : .badError(error)
        }
    }

    /// Reads the bytes and uses what comes of them.
    private func use(_ bytes: [UInt8]) {
        switch read(bytes) {
        case .read(let file):
            let explanations = file.resolve(MatchTests.login).explanations()
            #expect(explanations.count == Keyword.all.count)
            #expect(file.findings().allSatisfy { $0.line >= 1 })
        case .refused: break
        case .badError(let error): Issue.record("\(error)")
        }
    }

    @Test func `a mutated file is read or refused at one of its lines`() {
        var random = FixedGenerator(state: 1)
        let valid = Array(ResolutionTests.text.utf8)
        let pieces = ["\"", "'", "\\", "=", "!", ",", "*", "?", "/", "::", "#", "\n", "\r", "\t"]
        let words = [
            "Match all", "Match", "9999999999999999999", "\u{0}", "\u{e9}", "LockCap 1\n",
            "\u{feff}",
        ]
        let inserts = (pieces + words).map { Array($0.utf8) } + [[0xff], [0xc3], [0xe2, 0x82]]
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let start = Int.random(in: 0...bytes.count, using: &random)
                let end = min(bytes.count, start + Int.random(in: 0...4, using: &random))
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.removeSubrange(start..<end)
                case 1:
                    bytes.insert(contentsOf: inserts.randomElement(using: &random) ?? [], at: start)
                default:
                    bytes.insert(UInt8.random(in: 0...255, using: &random), at: start)
                }
            }
            switch read(bytes) {
            case .read: accepted += 1
            case .refused: break
            case .badError(let error): Issue.record("\(error)")
            }
        }
        // Both ways out were taken often enough to mean something.
        #expect((2_000...18_000).contains(accepted), "\(accepted)")
    }

    @Test func `random bytes are read or refused`() {
        var random = FixedGenerator(state: 2)
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...300, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            use(bytes)
        }
    }

    @Test(arguments: [
        ("", "a"), ("Window ", "9"), ("LockFor ", "9w"), ("KeyFile /", "\\"), ("KeyFile \"", "a"),
        ("Methods ", "totp "), ("Match ", "user a "), ("Match user ", "a,"),
        ("Match user a", ",!b"),
        ("Match user ", "*a"), ("Match address ", ":"), ("Match address ", "1:"),
        ("Match address ", "1."), ("Match address 10.0.0.0/", "0"), ("Match address ", "%"),
        ("EnrolmentDeadline ", "2-"), ("SendLimit 5/", "1h"), ("", "="), ("", "\""), ("", "\n"),
        ("", "\r"), ("", "\u{0}"), ("", "Echo no\n"), ("", "Match all\n"),
        ("", "Match all\nEcho no\n"), ("", "Match user !a\nEcho no\nEcho yes\n"),
    ])
    func `a file of one thing over and over is read or refused`(
        start: String,
        repeated: String
    ) {
        let room = PolicyFile.maximumSize - start.utf8.count
        let text = start + String(repeating: repeated, count: room / repeated.utf8.count)
        use(Array(text.utf8))
    }

    @Test func `a login with strange attributes gets settings`() throws {
        let file = try policy(ResolutionTests.text)
        let long = String(repeating: "a", count: 256 * 1024)
        for text in ["", "\u{0}", "../../etc", "%n%s", "a/b", "\u{1b}[2J", long, "*", "!root"] {
            let login = LoginAttributes(
                user: text,
                groups: [text, text],
                address: text,
                hostNames: [text],
                service: text,
                authenticationMethods: [text]
            )
            #expect(file.settings(for: login).secondFactor == .required)
        }
    }
}

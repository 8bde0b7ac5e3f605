/// Puts a service together from its file and those it includes.
struct StackReader {
    let file: (String) -> (path: String, bytes: [UInt8])?
    private(set) var lines: [Phase: [StackLine]] = [:]
    private(set) var failure: String?
    private(set) var doubt: String?

    init(file: @escaping (String) -> (path: String, bytes: [UInt8])?) { self.file = file }

    /// The file of the service itself; what is wrong with it as a whole makes libpam refuse everybody.
    mutating func readTop(_ found: (path: String, bytes: [UInt8])) {
        if !read(found, phase: nil, level: 0, includedBy: []) {
            failure = failure ?? "\(found.path) is given up by libpam"
        }
    }

    /// Whether libpam could read the file to its end.
    private mutating func read(
        _ found: (path: String, bytes: [UInt8]), phase: Phase?, level: Int, includedBy: [Place]
    ) -> Bool {
        let logical = LogicalLines(found.bytes)
        if let (line, reason) = logical.doubt {
            doubt =
                doubt
                ?? "\(found.path):\(line): \(reason), which versions of libpam read differently"
        }
        for line in logical.lines {
            let place = Place(file: found.path, line: line.number)
            guard read(line.text, at: place, phase: phase, level: level, includedBy: includedBy)
            else {
                return false
            }
        }
        if let reason = logical.failure, includedBy.isEmpty {
            failure = failure ?? "\(found.path): \(reason)"
        }
        return logical.failure == nil
    }

    /// One line; false where libpam gives everything up.
    private mutating func read(
        _ text: [UInt8], at place: Place, phase requested: Phase?, level: Int, includedBy: [Place]
    ) -> Bool {
        var tokens = Tokens(text)
        guard let type = tokens.next() else { return true }
        // The dash says that a missing module is not to be logged, and nothing else.
        let word = type.withoutDash
        let isForAll = word.matches("@include")
        let known = Phase.allCases.first { word.matches($0.rawValue) }
        if let requested, let known, known != requested { return true }
        // What libpam does not understand, it takes for the most sensitive phase.
        let phase = known ?? requested ?? .auth
        func add(_ content: StackLine.Content, _ control: Control, level: Int = level) {
            let line = StackLine(
                place: place, includedBy: includedBy, level: level, content: content,
                control: control)
            lines[phase, default: []].append(line)
        }
        guard let second = tokens.next() else {
            if isForAll, requested == nil { return giveUp("nothing is included", at: place) }
            add(.broken("there is no control in the line"), .alwaysBad)
            return true
        }
        let isSubstack = !isForAll && second.matches("substack")
        if isForAll || isSubstack || second.matches("include") {
            if isSubstack { add(.substack, .alwaysBad) }
            let name = isForAll ? second : tokens.next()
            let isRead = include(
                name, at: place, phase: isForAll ? requested : phase,
                level: isSubstack ? level + 1 : level, includedBy: includedBy)
            guard !isRead else { return true }
            let complaint = "\(name?.text ?? "what it includes") cannot be read"
            if isForAll {
                guard requested != nil else { return giveUp(complaint, at: place) }
                // Debian's libpam goes on with actions that it has set nowhere.
                doubt("\(complaint), and what libpam does then is left to chance", at: place)
            }
            add(.broken(complaint), .alwaysBad)
            return true
        }
        let control = Control(second)
        if control.isDoubtful {
            doubt("it jumps further than older versions of libpam can count", at: place)
        }
        guard let module = tokens.next() else {
            add(.broken("there is no module in the line"), control)
            return true
        }
        guard known != nil else {
            add(.broken("\(type.text) is no phase"), control)
            return true
        }
        let arguments = tokens.remaining().map(\.text)
        add(.module(ModuleReference(path: module.text, arguments: arguments)), control)
        return true
    }

    private mutating func doubt(_ reason: String, at place: Place) {
        doubt = doubt ?? "\(place.description): \(reason)"
    }

    private mutating func giveUp(_ reason: String, at place: Place) -> Bool {
        failure = failure ?? "\(place.description): \(reason)"
        return false
    }

    /// Reads another file in the place of a line; whether libpam could.
    private mutating func include(
        _ name: Tokens.Token?, at place: Place, phase: Phase?, level: Int, includedBy: [Place]
    ) -> Bool {
        guard let name else { return false }
        if includedBy.count + 1 >= Stack.deepestInclusion {
            doubt("files include each other deeper than libpam follows", at: place)
            return false
        }
        guard String(validating: name.bytes, as: UTF8.self) != nil else {
            doubt("the name of a file that is not UTF-8", at: place)
            return false
        }
        guard let found = file(name.text) else { return false }
        return read(found, phase: phase, level: level, includedBy: includedBy + [place])
    }
}

/// What is wrong with a stack, or worth knowing.
package struct StackFinding: Sendable {
    package enum Kind: Hashable, Sendable {
        case notNamed
        case passesWithoutCode
        case refusalIsForgotten
        case codeAloneIsEnough
        case asksAfterWrongPassword
        case noProofOfKey
        case speaksForServer(String)
        case nobodyGetsIn
        case exemptedAreRefused
        case refusesEverybody(String)
        case readDifferently(String)
        case accountPasses
        case accountNotAsked
        case namedTwice
        case anotherSecondFactor(String)
        case moduleIsMissing(String)
        case brokenLine(String)
    }

    package enum Severity: Sendable {
        /// The second factor can be passed by, or nobody gets in.
        case error
        /// Not as it should be, but no door is open.
        case warning
    }

    /// What one module answers on the way that shows what is wrong.
    package struct Step: Sendable {
        package let line: StackLine
        package let value: ReturnValue
    }

    package let kind: Kind
    /// The line it is about; nil where it is about the whole stack.
    package let line: StackLine?
    /// A way through the stack that shows it; empty where there is none to show.
    package let way: [Step]

    init(_ kind: Kind, at line: StackLine? = nil, way: [Step] = []) {
        self.kind = kind
        self.line = line ?? way.last?.line
        self.way = way
    }

    package var severity: Severity {
        switch kind {
        case .notNamed, .passesWithoutCode, .refusalIsForgotten, .codeAloneIsEnough,
            .asksAfterWrongPassword, .noProofOfKey, .speaksForServer, .nobodyGetsIn,
            .refusesEverybody, .readDifferently, .accountPasses:
            .error
        case .exemptedAreRefused, .accountNotAsked, .namedTwice, .anotherSecondFactor,
            .moduleIsMissing, .brokenLine:
            .warning
        }
    }
}

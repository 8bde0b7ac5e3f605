/// How many codes may be sent within a time.
package struct SendLimit: Sendable {
    /// The most codes a limit can allow one account, which keeps the time of each.
    package static let maximumOfAccount = 50

    /// How many codes, from 1.
    package let count: Int
    /// Within how many seconds, from 1.
    package let period: Int

    /// Sets the count and the period in seconds.
    package init(count: Int, period: Int) {
        self.count = count
        self.period = period
    }
}

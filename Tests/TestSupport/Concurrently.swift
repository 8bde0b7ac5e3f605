internal import Foundation

/// Runs a body so many times at once, each in a thread of its own, and gives back the results by
/// index.
///
/// Threads, since the bodies wait for processes and locks, and Swift's own tasks share as few
/// threads as the machine has processors.
///
/// - Throws: the error of the first body that failed.
package func concurrently<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) throws -> Result
) throws -> [Result] {
    let results = Results<Result>()
    let group = DispatchGroup()
    for index in 0..<count {
        group.enter()
        Thread.detachNewThread {
            results.set(index, .init { try body(index) })
            group.leave()
        }
    }
    group.wait()
    return try results.inOrder().map { try $0.get() }
}

private final class Results<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Int: Swift.Result<Value, any Error>] = [:]

    func set(_ index: Int, _ value: Swift.Result<Value, any Error>) {
        lock.withLock { values[index] = value }
    }

    func inOrder() -> [Swift.Result<Value, any Error>] {
        lock.withLock { values.sorted { $0.key < $1.key }.map { $0.value } }
    }
}

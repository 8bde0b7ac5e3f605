/// Measures two sides in turns, so that whatever else the machine does hits both alike.
struct Race {
    /// How many samples of each side count.
    let samples: Int

    /// Runs the race and makes its row.
    ///
    /// The side that goes first changes from turn to turn. The first turns are thrown away.
    ///
    /// - Parameters:
    ///   - name: The row's name.
    ///   - unit: The unit of what `ours` and `peer` return.
    ///   - bound: What the ratio should be.
    ///   - peerName: What ours is compared with.
    ///   - note: What a reader must know besides the number of samples.
    ///   - ours: Takes one sample of the module under test.
    ///   - peer: Takes one sample of what it is compared with.
    /// - Returns: The row with both medians.
    /// - Throws: What the samples throw, and `BenchmarkError` when a side measured nothing.
    func run(
        _ name: String, unit: String, _ bound: Bound, peerName: String, note: String,
        ours: () throws -> Double, peer: () throws -> Double
    ) throws -> Row {
        let discarded = max(2, samples / 20)
        var ourSamples: [Double] = []
        var peerSamples: [Double] = []
        for turn in 0..<(samples + discarded) {
            var pair = (ours: 0.0, peer: 0.0)
            if turn % 2 == 0 { pair.ours = try ours() }
            pair.peer = try peer()
            if turn % 2 == 1 { pair.ours = try ours() }
            guard turn >= discarded else { continue }
            ourSamples.append(pair.ours)
            peerSamples.append(pair.peer)
        }
        guard median(peerSamples) > 0 else { throw BenchmarkError("\(name): the peer measured 0") }
        return Row(
            name: name, unit: unit, ours: median(ourSamples), peer: median(peerSamples),
            peerName: peerName, bound: bound, note: "\(samples) samples of each side. \(note)")
    }
}

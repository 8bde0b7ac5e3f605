internal import TextCoding

/// The name that a misspelt word most likely means; nil if none is near.
///
/// Near is at most two letters wrong, missing or too many, and no more than a third of the name.
package func nearestSpelling(of word: Word, among names: [String]) -> String? {
    let longest = 32
    guard word.bytes.count <= longest else {
        return nil
    }
    let letters = word.bytes.map { $0.lowercased }
    var nearest: String?
    var smallest = 3
    for name in names {
        let distance = editDistance(letters, name.bytes.map { $0.lowercased })
        if distance < smallest, distance * 3 <= name.utf8.span.count {
            smallest = distance
            nearest = name
        }
    }
    return nearest
}

/// How many bytes must be put in, taken out or replaced to turn one text into the other.
///
/// This is the Levenshtein distance, computed row by row.
func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (done, byte) in left.enumerated() {
        var next = [done + 1]
        var beside = done + 1
        for ((above, diagonal), other) in zip(zip(row.dropFirst(), row), right) {
            beside = min(above + 1, beside + 1, diagonal + (byte == other ? 0 : 1))
            next.append(beside)
        }
        row = next
    }
    return row.last ?? 0
}

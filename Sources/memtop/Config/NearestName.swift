/// The known name that a mistyped one is closest to.
enum NearestName {
  /// Nil where none is close: more than a third of the word would have to change.
  static func find(_ word: String, among names: [String]) -> String? {
    let best = names.map { (name: $0, steps: steps(Array(word.utf8), Array($0.utf8))) }
      .min { $0.steps < $1.steps }
    guard let best, best.steps <= max(1, max(word.utf8.count, best.name.utf8.count) / 3) else {
      return nil
    }
    return best.name
  }

  /// How many bytes have to be put in, taken out or changed (Levenshtein).
  private static func steps(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, byte) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let change = diagonal + (byte == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}

import Glibc
import MemtopCore

/// The earliest time that `--since` asks for. Unit: seconds after 1970-01-01 UTC.
struct SinceTime: Equatable {
  let seconds: Int64

  private static let units: [(letter: Character, seconds: Int64)] = [
    ("s", 1), ("m", 60), ("h", 3600), ("d", 86400), ("w", 604_800),
  ]

  /// A span before now such as `90m`, or a date such as `2026-11-21` or `2026-11-21T14:00:00Z`; a
  /// date without a zone is in local time.
  static func read(_ text: String) throws(ArgumentProblem) -> SinceTime {
    if let unit = units.first(where: { text.last == $0.letter }),
      let number = Int64(text.dropLast()), (0...1_000_000).contains(number)
    {
      return SinceTime(seconds: Int64(time(nil)) - number * unit.seconds)
    }
    let full = text.utf8.count == 10 ? text + "T00:00:00" : text
    guard let date = LogTime(date: full), let seconds = LogClock(zone: LocalTime.utc).seconds(date)
    else {
      throw ArgumentProblem(
        "a time is a span such as 90m, 12h or 7d, or a date such as 2026-11-21T14:00:00Z")
    }
    return SinceTime(seconds: seconds)
  }
}

import ArgumentParser
import MemtopCore

/// The options that the dashboard and the snapshot share.
struct ListArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp("Sort by this field.", valueName: "field"),
    completion: Completions.field, transform: ArgumentReading.field)
  var sort: Field?

  @Flag(help: "Sort the other way round.")
  var reverse = false

  @Option(
    help: ArgumentHelp(
      "Show only what fits all terms, such as 'rss>1G user:app' or a part of a name.",
      valueName: "terms"),
    transform: ArgumentReading.filter)
  var filter: Filter = .none

  @Option(
    help: ArgumentHelp("Show only this user's processes.", valueName: "name|uid"),
    completion: Completions.users)
  var user: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Show kernel threads. JSON and CSV hold them unless told otherwise.")
  var kernelThreads: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Time between samples, 0.1 to 3600 s (default: 1).", valueName: "seconds"),
    transform: ArgumentReading.interval)
  var interval: Int?

  /// The first option that is given, for commands that have none of them.
  var firstGiven: String? {
    let given = [
      ("--sort", sort != nil), ("--reverse", reverse), ("--filter", !filter.isEmpty),
      ("--user", user != nil), ("--kernel-threads", kernelThreads != nil),
      ("--interval", interval != nil),
    ]
    return given.first { $0.1 }?.0
  }
}

import ArgumentParser
import MemtopCore

/// The options that the dashboard and the snapshot share.
struct ListArguments: ParsableArguments {
  @Option(
    name: .customLong("sort"),
    help: ArgumentHelp("Sort by this field.", valueName: "field"),
    completion: Completions.field)
  var sortWord: String?

  @Flag(help: "Sort the other way round.")
  var reverse = false

  @Option(
    name: .customLong("filter"),
    help: ArgumentHelp(
      "Show only what fits all terms, such as 'rss>1G user:app' or a part of a name.",
      valueName: "terms"))
  var filterWord: String?

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

  /// The field to sort by, of the table that the command has: argument-parser reads the options of
  /// all commands before it knows which one is meant.
  func sort<F: TableField>() throws(CommandFailure) -> F? {
    guard let word = sortWord else { return nil }
    return try Self.value(of: "--sort <field>", word) { word throws(ArgumentProblem) -> F in
      try ArgumentReading.field(word)
    }
  }

  /// The filter, of the table that the command has.
  func filter<F: TableField>() throws(CommandFailure) -> TermFilter<F> {
    guard let word = filterWord else { return .none }
    return try Self.value(of: "--filter <terms>", word) {
      word throws(ArgumentProblem) -> TermFilter<F> in try ArgumentReading.filter(word)
    }
  }

  /// Says what is wrong as argument-parser does.
  private static func value<T>(
    of option: String, _ word: String, _ read: (String) throws(ArgumentProblem) -> T
  ) throws(CommandFailure) -> T {
    do throws(ArgumentProblem) {
      return try read(word)
    } catch {
      throw CommandFailure(
        "the value '\(word)' is invalid for '\(option)': \(error.description)", .usage)
    }
  }

  /// The first option that is given, for commands that have none of them.
  var firstGiven: String? { given.first }

  /// The options that are given.
  var given: [String] {
    let given = [
      ("--sort", sortWord != nil), ("--reverse", reverse),
      ("--filter", filterWord?.isEmpty == false),
      ("--user", user != nil), ("--kernel-threads", kernelThreads != nil),
      ("--interval", interval != nil),
    ]
    return given.filter(\.1).map(\.0)
  }
}

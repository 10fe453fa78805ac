import MemtopCore

/// A column of the pane of victims, declared once.
struct VictimColumn: Sendable {
  /// What its colour tells.
  enum Tint: Sendable {
    case plain
    /// Who dies first.
    case rank
    /// Who dies first at the end.
    case then
    /// The name of the program.
    case name
    /// A value that an edit which waits would change.
    case edited
    /// At which rank enough has come back.
    case relief
  }

  let title: String
  let width: Int
  /// Narrow screens drop the lowest first.
  let priority: Int
  var alignsRight = true
  var tint = Tint.plain
  /// What it means, for the help.
  let help: String
  let text: @Sendable (VictimLine) -> String

  static let command = VictimColumn(
    title: "COMMAND", width: 12, priority: 100, alignsRight: false, tint: .name,
    help: "Name of the program."
  ) { $0.name }

  static let all: [VictimColumn] = [
    VictimColumn(
      title: "RANK", width: 9, priority: 100, tint: .rank,
      help: "When it dies, 1 first. 1 or 2, 1-5: the kernel's own counters are too rough to tell."
    ) { $0.rank },
    VictimColumn(
      title: "AT END", width: 6, priority: 97, tint: .then,
      help:
        "When it dies once memory, or the group's limit, has run out at the present pace: those that "
        + "grow take what is left, and what each death gives back. The first 10; blank where nothing runs out."
    ) { $0.rankWhenItRunsOut.map(String.init) ?? "" },
    VictimColumn(title: "PID", width: 7, priority: 99, help: "Number of the process.") {
      String($0.candidate.pid)
    },
    VictimColumn(
      title: "BADNESS", width: 7, priority: 98,
      help: "What the kernel compares: the sum of the terms."
    ) { $0.size($0.victim.badness) },
    VictimColumn(title: "PAGES", width: 9, priority: 40, help: "Badness in pages.") {
      String($0.victim.badness)
    },
    VictimColumn(title: "ANON", width: 6, priority: 90, help: "Term: anonymous memory in RAM.") {
      $0.size($0.victim.terms.anon)
    },
    VictimColumn(title: "FILE", width: 6, priority: 60, help: "Term: file pages in RAM.") {
      $0.size($0.victim.terms.file)
    },
    VictimColumn(
      title: "SHMEM", width: 6, priority: 59, help: "Term: shared memory and tmpfs in RAM."
    ) { $0.size($0.victim.terms.shmem) },
    VictimColumn(
      title: "DRIFT", width: 6, priority: 30,
      help: "Term: what the killer's rough counters have beyond the three before."
    ) { $0.size($0.victim.terms.drift) },
    VictimColumn(title: "SWAP", width: 6, priority: 80, help: "Term: memory swapped out.") {
      $0.size($0.victim.terms.swap)
    },
    VictimColumn(title: "PTAB", width: 6, priority: 50, help: "Term: its page tables.") {
      $0.size($0.victim.terms.pageTables)
    },
    VictimColumn(
      title: "ADJ", width: 5, priority: 85, tint: .edited, help: "Its oom_score_adj."
    ) { String($0.candidate.adj) },
    VictimColumn(
      title: "ADJ IS", width: 7, priority: 70,
      help: "Term: what oom_score_adj adds, in thousandths of the scope's memory and swap."
    ) { $0.size($0.victim.terms.adj) },
    VictimColumn(
      title: "FREES", width: 6, priority: 88,
      help: "What comes back at most: anonymous memory and page tables. Shared pages do not."
    ) { $0.size($0.victim.freedMemory) },
    VictimColumn(
      title: "IN ALL", width: 6, priority: 75, tint: .relief,
      help: "What comes back up to this rank."
    ) { $0.size($0.freedSoFar) },
    VictimColumn.command,
    VictimColumn(
      title: "DIES WITH IT", width: 22, priority: 20, alignsRight: false,
      help: "Who lives in the same memory, or in a group that dies together."
    ) { $0.dying },
  ]

  /// The columns that are shown where they fit.
  static func shown(_ app: App) -> [VictimColumn] {
    app.showsEnd ? all : all.filter { $0.tint != .then }
  }

  /// Those that fit; the command takes what is left.
  static func fitting(_ columns: [VictimColumn], width: Int) -> Fitting {
    Fitting(
      columns.map { Fitting.Column(width: $0.width, priority: $0.priority) }, width: width,
      flexible: columns.firstIndex { $0.tint == .name } ?? 0, least: command.width,
      most: command.width + 28)
  }
}

/// One quantity of a victim, declared once: the column on the screen and in the text table, JSON key, CSV
/// heading and help come from its row in `all`.
public struct VictimField: TableField {
  /// Where it is written.
  public struct Forms: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let json = Forms(rawValue: 1)
    public static let csv = Forms(rawValue: 2)
    /// Programs read it.
    public static let data: Forms = [.json, .csv]
    /// A column for people.
    public static let column = Forms(rawValue: 4)
  }

  public let id: String
  public let title: String
  public let kind: FieldKind
  public let forms: Forms
  /// A summand of the badness: its JSON key stands among `terms`.
  public let isTerm: Bool
  /// Cells of its column on a screen.
  public let width: Int
  /// Narrow screens drop the lowest first.
  public let priority: Int
  /// What it means, for the help.
  public let help: String
  /// Whether kernels of these rules have it.
  private let isThere: @Sendable (KillRules) -> Bool
  /// For programs: sizes are pages or bytes, as `docs/victims.md` says.
  public let value: @Sendable (VictimRow) -> FieldValue
  /// For people.
  public let text: @Sendable (VictimRow) -> String

  private init(
    _ id: String, title: String? = nil, kind: FieldKind = .number, in forms: Forms,
    isTerm: Bool = false, width: Int = 0, priority: Int = 0, help: String = "",
    isThere: @escaping @Sendable (KillRules) -> Bool = { _ in true },
    text: (@Sendable (VictimRow) -> String)? = nil,
    value: @escaping @Sendable (VictimRow) -> FieldValue
  ) {
    self.id = id
    self.title = title ?? id
    self.kind = kind
    self.forms = forms
    self.isTerm = isTerm
    self.width = width
    self.priority = priority
    self.help = help
    self.isThere = isThere
    self.value = value
    self.text = text ?? { FieldText(now: 0, absent: "").write(value($0)) }
  }

  /// A summand of the badness.
  private static func term(
    _ id: String, _ title: String, width: Int = 6, priority: Int, _ help: String,
    isThere: @escaping @Sendable (KillRules) -> Bool = { _ in true },
    _ pages: @escaping @Sendable (KillTerms) -> Int64
  ) -> VictimField {
    VictimField(
      id, title: title, kind: .bytes, in: [.data, .column], isTerm: true, width: width,
      priority: priority, help: "Term: " + help, isThere: isThere,
      text: { $0.size(pages($0.victim.terms)) }, value: { .number(pages($0.victim.terms)) })
  }

  public static let rank = VictimField(
    "rank", title: "RANK", in: [.data, .column], width: 9, priority: 100,
    help: "When it dies, 1 first. 1 or 2, 1-5: the kernel's own counters are too rough to tell.",
    text: \.rankText
  ) { .integer($0.victim.rank) }

  public static let rankAtEnd = VictimField(
    "rankWhenItRunsOut", title: "AT END", in: [.data, .column], width: 6, priority: 97,
    help:
      "When it dies once memory, or the group's limit, has run out at the present pace: those that "
      + "grow take what is left, and what each death gives back. The first 10; blank where nothing runs out."
  ) { .integer($0.rankAtEnd) }

  public static let adj = VictimField(
    "oomScoreAdj", title: "ADJ", in: [.data, .column], width: 5, priority: 85,
    help: "Its oom_score_adj."
  ) { .integer($0.candidate.adj) }

  public static let frees = VictimField(
    "frees", title: "FREES", kind: .bytes, in: [.data, .column], width: 6, priority: 88,
    help: "What comes back at most: anonymous memory and page tables. Shared pages do not.",
    text: { $0.size($0.victim.freedMemory) },
    value: { .integer($0.bytes($0.victim.freedMemory)) })

  /// At which rank enough has come back.
  public static let freedSoFar = VictimField(
    "freesTotal", title: "IN ALL", kind: .bytes, in: [.json, .column], width: 6, priority: 75,
    help: "What comes back up to this rank.",
    text: { $0.size($0.freedMemory) }, value: { .integer($0.bytes($0.freedMemory)) })

  public static let name = VictimField(
    "comm", title: "COMMAND", kind: .text, in: [.data, .column], width: 12, priority: 100,
    help: "Name of the program.",
    text: { $0.name ?? $0.absent }, value: { .string($0.name) })

  public static let rankBefore = VictimField("rankBefore", in: .data) { .integer($0.rankBefore) }

  /// In the order of the CSV.
  public static let all: [VictimField] = [
    rank,
    VictimField(
      "pid", title: "PID", in: [.data, .column], width: 7, priority: 99,
      help: "Number of the process."
    ) { .integer($0.candidate.pid) },
    name,
    VictimField(
      "badness", title: "PAGES", in: [.data, .column], width: 9, priority: 40,
      help: "Badness in pages."
    ) { .number($0.victim.badness) },
    VictimField(
      "size", title: "BADNESS", kind: .bytes, in: .column, width: 7, priority: 98,
      help: "What the kernel compares: the sum of the terms.",
      text: { $0.size($0.victim.badness) }, value: { .number($0.victim.badness) }),
    term("anon", "ANON", priority: 90, "anonymous memory in RAM.", \.anon),
    term("file", "FILE", priority: 60, "file pages in RAM.", \.file),
    term("shmem", "SHMEM", priority: 59, "shared memory and tmpfs in RAM.", \.shmem),
    term(
      "drift", "DRIFT", priority: 30,
      "what the killer's rough counters have beyond the three before.", \.drift),
    term("swap", "SWAP", priority: 80, "memory swapped out.", \.swap),
    term("pageTables", "PTAB", priority: 50, "its page tables.", \.pageTables),
    term(
      "adj", "ADJ IS", width: 7, priority: 70,
      "what oom_score_adj adds, in thousandths of the scope's memory and swap.", \.adj),
    term(
      "rootDiscount", "ROOT", priority: 29, "what a process of root's is spared, before 4.17.",
      isThere: { $0.rootDiscount != .none }, \.rootDiscount),
    term(
      "floor", "FLOOR", priority: 28, "what makes it 1 at the least, before 5.9.",
      isThere: \.floorsAtOne, \.floor),
    VictimField("uncertainty", in: .data) { .integer($0.victim.uncertainty) },
    VictimField("badnessWhenSwapped", in: .json) { .integer($0.badnessWhenSwapped) },
    VictimField("tiedWith", in: .data) { .pids($0.tied) },
    frees,
    VictimField("freesSwap", in: .data) { .integer($0.bytes($0.victim.freedSwap)) },
    freedSoFar,
    VictimField("freesSwapTotal", in: .json) { .integer($0.bytes($0.freedSwap)) },
    VictimField("alsoKilled", in: .data) { .pids($0.pids($0.victim.alsoKilled)) },
    VictimField("group", kind: .text, in: .data) { .visible($0.victim.group) },
    adj,
    rankBefore,
    VictimField("ofVisible", in: .csv) { .integer($0.visible) },
    rankAtEnd,
    VictimField(
      "diesWithIt", title: "DIES WITH IT", kind: .text, in: .column, width: 22, priority: 20,
      help: "Who lives in the same memory, or in a group that dies together."
    ) { .text($0.dyingText) },
  ]

  /// Ranks and pids are looked at from the smallest on.
  public var sortsDescending: Bool {
    !kind.isText && ![Self.rank.id, Self.rankAtEnd.id, "pid"].contains(id)
  }

  /// Those of a form, without terms that the kernel does not have.
  public static func of(_ form: Forms, _ rules: KillRules) -> [VictimField] {
    all.filter { $0.forms.contains(form) && $0.isThere(rules) }
  }

  /// From left to right.
  private static let order = [
    "rank", "rankWhenItRunsOut", "pid", "size", "badness", "anon", "file", "shmem", "drift", "swap",
    "pageTables", "rootDiscount", "floor", "oomScoreAdj", "adj", "frees", "freesTotal", "comm",
    "diesWithIt",
  ]

  /// All that there can be for people, from left to right.
  public static let columns = order.compactMap { id in all.first { $0.id == id } }

  /// The columns for people.
  ///
  /// - Parameter foretold: whether there is an order when the scope has run out.
  public static func columns(_ rules: KillRules, foretold: Bool) -> [VictimField] {
    columns.filter { $0.isThere(rules) && (foretold || $0 != rankAtEnd) }
  }
}

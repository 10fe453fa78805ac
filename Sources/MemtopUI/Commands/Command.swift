/// Something the user can ask for. Keys, bottom bar, help, palette and `docs/keys.md` come from its row in
/// `Command.all`.
struct Command: Sendable {
  enum Group: String, Sendable, CaseIterable {
    case pane = "Panes"
    case move = "Move"
    case show = "Sort and show"
    case find = "Search and filter"
    case tag = "Tag"
    case act = "Change"
    case program = "memtop"
  }

  /// Its place in the bottom bar.
  struct BarLabel: Sendable {
    let text: String
    /// Narrow screens leave out the lowest first.
    let priority: Int
  }

  let id: String
  let keys: [Key]
  /// More keys with `--vim`, as sequences; there they come before the other commands' keys.
  let vimKeys: [[Key]]
  let title: String
  let help: String
  let group: Group
  let bar: BarLabel?
  /// Where it serves; nil everywhere.
  let panes: Set<Pane.ID>?
  /// Nil, or why it does nothing now, wherever it serves.
  let ownReason: @Sendable (App) -> String?
  /// Nil, or why it does nothing now and here.
  let disabledReason: @Sendable (App) -> String?
  let perform: @Sendable (inout App) -> [Effect]

  init(
    _ id: String, _ group: Group, keys: [Key], vim: [[Key]] = [], title: String, help: String,
    bar: BarLabel? = nil, panes: Set<Pane.ID>? = nil,
    disabledReason: @escaping @Sendable (App) -> String? = { _ in nil },
    perform: @escaping @Sendable (inout App) -> [Effect]
  ) {
    self.id = id
    self.keys = keys
    vimKeys = vim
    self.title = title
    self.help = help
    self.group = group
    self.bar = bar
    self.panes = panes
    ownReason = disabledReason
    self.disabledReason = { app in
      if let panes, !panes.contains(app.pane) {
        let titles = Pane.all.filter { panes.contains($0.id) }.map { "\($0.title)" }
        return "only in " + titles.joined(separator: " and ")
      }
      return disabledReason(app)
    }
    self.perform = perform
  }

  /// In the order of the bottom bar and of the help.
  static let all: [Command] = panes + moving + finding + showing + tagging + acting + program

  /// What typed keys mean.
  enum Meaning {
    case command(Command)
    /// The first keys of a longer sequence.
    case unfinished
    case nothing
  }

  static func meaning(of typed: [Key], vim: Bool) -> Meaning {
    if vim {
      if let command = all.first(where: { $0.vimKeys.contains(typed) }) { return .command(command) }
      if all.contains(where: { $0.vimKeys.contains { $0.starts(with: typed) } }) {
        return .unfinished
      }
    }
    guard typed.count == 1, let command = all.first(where: { $0.keys.contains(typed[0]) }) else {
      return .nothing
    }
    return .command(command)
  }

  /// How many keys one learns at once.
  private static let fewest = 15
  /// What comes after the commands of the bottom bar.
  private static let lessImportant = [
    "explain", "apply", "paneNext", "tag", "searchNext", "searchPrevious", "pause", "palette",
    "interval",
    "untag", "redraw",
  ]

  /// The commands of a pane that matter most, the most important first.
  static func mostImportant(in pane: Pane.ID) -> [Command] {
    let serving = all.filter { $0.panes?.contains(pane) ?? true }
    let inBar = serving.filter { $0.bar != nil }
      .sorted { ($0.bar?.priority ?? 0) > ($1.bar?.priority ?? 0) }
    let others = lessImportant.compactMap { id in serving.first { $0.id == id } }
    return Array((inBar + others).prefix(fewest))
  }

  static func named(_ id: String) -> Command? { all.first { $0.id == id } }

  /// The keys that run it, each a sequence.
  func sequences(vim: Bool) -> [[Key]] {
    guard vim else { return keys.map { [$0] } }
    let taken = Set(Self.all.flatMap(\.vimKeys).compactMap(\.first))
    return keys.filter { !taken.contains($0) }.map { [$0] } + vimKeys
  }

  func keyText(vim: Bool, _ glyphs: Glyphs) -> String {
    sequences(vim: vim)
      .map { $0.map { $0.name(glyphs) }.joined() }
      .joined(separator: " ")
  }

  func listing(in app: App) -> CommandListing {
    CommandListing(
      id: id, keys: keyText(vim: app.settings.vim, app.glyphs), title: title, help: help,
      group: group.rawValue, disabledReason: disabledReason(app))
  }
}

import LinuxKernel
import MemtopCore

/// A page below the host's figures: a list with a heading. Its tab, its key, its help and its drawing
/// come from its row in `Pane.all`.
final class Pane: Sendable {
  /// In the order of the tabs.
  enum ID: String, Sendable, CaseIterable { case processes, victims, groups, kernel, events }

  /// Something that shapes the list, at the right of the tabs.
  typealias Fact = (label: String, value: String)

  let id: ID
  /// Shows it.
  let key: Key
  let title: String
  let help: String
  /// What the list can show, side by side.
  let columns: PaneColumns
  /// What of it stands where now, from left to right.
  let shown: @Sendable (App) -> [ShownColumn]
  /// How many lines the list has.
  let lineCount: @Sendable (App) -> Int
  /// Which processes its lines stand for; nil where they stand for something else.
  let processes: Processes?
  /// What its lines stand for; nil where they cannot be tagged.
  let lists: LineSubject.Kind?
  /// What a line stands for, where it is no process; nil where it stands for nothing.
  let subject: @Sendable (App, Int) -> LineSubject?
  /// What tagged lines have together.
  let sum: @Sendable (App, [LineSubject]) -> Sum?
  /// How much there is, beside the title.
  let count: @Sendable (App) -> String
  /// What of it is no matter of sort, tags, search and filter. The most telling last: narrow screens leave out
  /// the first.
  let facts: @Sendable (App) -> [Fact]
  /// What stands below the list, from top to bottom.
  let foot: @Sendable (App) -> [DialogLine]
  /// Draws the list's heading and its lines.
  let draw: @Sendable (AppFrame, _ into: inout Surface, _ header: Rect, _ rows: Rect) -> Void
  /// What is to be read when it comes up, or its key is pressed while it is shown.
  let comeUp: @Sendable (inout App) -> [Effect]
  /// What Enter does on a line; nil where it does nothing.
  let open: (@Sendable (inout App) -> [Effect])?
  /// The same in a word, for the bottom bar.
  let openLabel: @Sendable (App) -> String
  /// Keys that matter more or less here than elsewhere: their priority in the bottom bar, by their command.
  let barPriority: [String: Int]
  /// How its list is ordered; nil where it has one order.
  let sorting: Sorting?
  /// How its list is narrowed; nil where all of it is shown.
  let filtering: Filtering?
  /// Whether a search finds a line.
  let isFound: @Sendable (App, Int, TextMatch) -> Bool
  /// A click into its heading, or into its lines.
  let press: @Sendable (inout App, Point, AppLayout) -> [Effect]
  /// The user moved the cursor.
  let moved: @Sendable (inout App) -> Void

  /// Why a filter cannot be used, in one line.
  struct FilterProblem: Error {
    let message: String
  }

  /// How the list of a pane is narrowed.
  struct Filtering: Sendable {
    /// Nil, or why there is nothing to narrow now.
    var disabledReason: @Sendable (App) -> String? = { _ in nil }
    /// What the user wrote.
    let source: @Sendable (App) -> String
    /// Shows only what the text lets through.
    let use: @Sendable (inout App, String) -> Result<[Effect], FilterProblem>
    /// Whether a word may become a term while it is typed.
    let mayBecomeTerm: @Sendable (String) -> Bool
    /// How many lines it lets through; nil where they are all lines of the pane.
    var count: (@Sendable (App) -> Int)? = nil
    /// What else decides what is listed.
    var besides: @Sendable (App) -> [Fact] = { _ in [] }

    /// By terms over the fields of a table, and by plain text.
    ///
    /// - Parameters:
    ///   - now: the filter that is in force.
    ///   - take: puts another in force.
    static func terms<F: TableField>(
      disabledReason: @escaping @Sendable (App) -> String? = { _ in nil },
      now: @escaping @Sendable (App) -> TermFilter<F>,
      take: @escaping @Sendable (inout App, TermFilter<F>) -> [Effect],
      count: (@Sendable (App) -> Int)? = nil,
      besides: @escaping @Sendable (App) -> [Fact] = { _ in [] }
    ) -> Filtering {
      Filtering(
        disabledReason: disabledReason, source: { now($0).source },
        use: { app, text in
          Result { () throws(TermFilter<F>.Failure) in try TermFilter<F>(text) }
            .mapError { FilterProblem(message: $0.message) }
            .map { take(&app, $0) }
        },
        mayBecomeTerm: { TermFilter<F>.mayBecomeTerm($0) }, count: count, besides: besides)
    }
  }

  /// A pane whose lines are processes.
  struct Processes: Sendable {
    /// The row of the process table that a line stands for.
    let row: @Sendable (App, Int) -> Int?
    /// The line of a process; nil where the pane does not list it.
    let line: @Sendable (App, ProcessID) -> Int?
  }

  init(
    _ id: ID, key: Key, title: String, help: String, columns: PaneColumns,
    shown: @escaping @Sendable (App) -> [ShownColumn] = { _ in [] },
    lineCount: @escaping @Sendable (App) -> Int,
    processes: Processes? = nil,
    lists: LineSubject.Kind? = nil,
    subject: @escaping @Sendable (App, Int) -> LineSubject? = { _, _ in nil },
    sum: @escaping @Sendable (App, [LineSubject]) -> Sum? = { _, _ in nil },
    count: @escaping @Sendable (App) -> String,
    facts: @escaping @Sendable (App) -> [Fact] = { _ in [] },
    foot: @escaping @Sendable (App) -> [DialogLine] = { _ in [] },
    drawing: PaneDraw,
    comeUp: @escaping @Sendable (inout App) -> [Effect] = { _ in [] },
    open: (@Sendable (inout App) -> [Effect])? = nil,
    openLabel: @escaping @Sendable (App) -> String = { _ in "Explain" },
    barPriority: [String: Int] = [:],
    sorting: Sorting? = nil, filtering: Filtering? = nil,
    isFound: @escaping @Sendable (App, Int, TextMatch) -> Bool,
    press: @escaping @Sendable (inout App, Point, AppLayout) -> [Effect] = { app, point, layout in
      layout.header.contains(point) ? app.pressHeading(at: point.x) : []
    },
    moved: @escaping @Sendable (inout App) -> Void = { _ in }
  ) {
    self.id = id
    self.key = key
    self.title = title
    self.help = help
    self.columns = columns
    self.shown = shown
    self.lineCount = lineCount
    self.processes = processes
    self.lists = processes == nil ? lists : .process
    self.subject = subject
    self.sum = sum
    self.count = count
    self.facts = facts
    self.foot = foot
    draw = drawing.draw
    self.comeUp = comeUp
    self.open = open
    self.openLabel = openLabel
    self.barPriority = barPriority
    self.sorting = sorting
    self.filtering = filtering
    self.isFound = isFound
    self.press = press
    self.moved = moved
  }

  /// The row of the process table that a line stands for; nil where it stands for none.
  func row(_ app: App, _ line: Int) -> Int? { processes?.row(app, line) }

  static let all: [Pane] = [processes, victims, groups, kernel, events]

  static func of(_ id: ID) -> Pane { all.first { $0.id == id } ?? processes }
}

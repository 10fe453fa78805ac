import MemtopCore

/// What the user chose and the config file keeps.
public struct Settings: Sendable, Equatable {
  /// Columns of the process table, from left to right.
  public var columns: [Field]
  /// Those of the other panes, by their ids; what is not there is the pane's own choice.
  var paneColumns: [Pane.ID: [String]] = [:]
  public var sort: Field
  public var isDescending: Bool
  public var unit: Quantity.Unit
  /// Name of a theme in `Theme.all`.
  public var theme: String
  /// Colours in place of the theme's, as `ROLE=NUMBER`.
  var colours: [String] = []
  /// Time between samples. Unit: milliseconds.
  public var interval: Int
  public var showsKernelThreads: Bool
  var showsCommandLine: Bool
  public var isTree: Bool
  /// Processes are put together by this, in place of the tree.
  public var grouping: ProcessGrouping?
  /// Wide screens say more of the process under the cursor beside the list.
  var showsSidePanel = true
  /// Where processes are to come from; nil for the cheapest that works.
  public var source: ProcessSource?
  /// hjkl move, as in vi; k is up then and not the signal menu.
  public var vim: Bool
  /// memtop is killed last and its memory is locked, where it has the rights.
  public var protects: Bool
  /// The file that changes are logged in; empty for none.
  public var log: String
  /// The thresholds of the diagnosis.
  public var thresholds = DiagnosisThresholds.standard

  /// The pane to begin with; a title in `App.panes`.
  public var pane = App.panes[0]
  /// What processes are narrowed to at first; empty for all.
  public var filter = ""
  /// Drawn with ASCII characters only, whatever the locale is.
  public var usesASCII = false
  /// Nothing is changed: no `oom_score_adj`, no signal, no cgroup.
  public var isReadOnly = false

  public static let intervals: ClosedRange<Int> = 100...3_600_000

  public static let standard = Settings(
    columns: [
      .killRank, .pid, .user, .oomScoreAdj, .rss, .shr, .swap, .growth, .state, .group, .oomScore,
      .anon, .file, .virt, .memPercent, .comm,
    ],
    sort: .killRank, isDescending: false, unit: .auto, theme: "default", interval: 1000,
    showsKernelThreads: false, showsCommandLine: true, isTree: false, source: nil,
    vim: false, protects: true, log: "")
}

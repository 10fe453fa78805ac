import LinuxKernel
import MemtopCore

/// What the screen lacks, and how it learns it.
extension App {
  /// Rows of the model's process table that are on screen, from top to bottom.
  var rowsOnScreen: [Int] {
    let count = lineCount
    let top = min(selection.top, count)
    return (top..<min(count, top + rowsHeight)).compactMap { row(atLine: $0) }
  }

  /// Lets the sampler read what the rows on screen still lack.
  public mutating func complete(_ body: (inout Sample, [Int], ProcessFileSet) -> Void) {
    let rows = rowsOnScreen
    let files = plan.visible
    let beside = besideRow
    model.completing { sample in
      body(&sample, rows, files)
      if !beside.isEmpty { body(&sample, beside, ExplainedProcess.files) }
    }
  }

  /// What is shown or compared and not known, as far as it is read beside the loop.
  public struct Wants: Sendable {
    /// Of the running system only.
    public let commandLines: [ProcessID]
    /// Processes whose page tables are to be walked.
    public let walks: [ProcessID]
    /// Users whose names are not known.
    public let users: [UInt32]
  }

  public var wants: Wants {
    let shown = table.columns.map(\.field)
    let onScreen = rowsOnScreen
    // All rows that are compared, or those on screen.
    func rows(ifShown isShown: Bool, ifCompared isCompared: Bool) -> [Int] {
      isCompared ? Array(model.processes.rows.indices) : isShown ? onScreen : []
    }
    let compared = compared
    let showsCommandLine =
      shown.contains(.cmdline) || settings.showsCommandLine && shown.contains(.comm)
    let showsWalks = shown.contains(where: \.isSlow)
    let sums = settings.isTree || settings.grouping != nil
    let explained = explainedRow
    return Wants(
      commandLines: model.facts.isLive
        ? commandLineAges.wanted(
          of: explained
            + rows(ifShown: showsCommandLine, ifCompared: compared.contains(.cmdline)), model)
        : [],
      walks: walkAges.wanted(
        of: rows(
          ifShown: showsWalks,
          ifCompared: compared.contains(where: \.isSlow) || showsWalks && sums), model),
      users: unknownUsers(
        of: explained
          + rows(ifShown: shown.contains(.user), ifCompared: compared.contains(.user))))
  }

  private func unknownUsers(of rows: [Int]) -> [UInt32] {
    var unknown: [UInt32] = []
    var seen: Set<UInt32> = []
    for row in rows {
      guard let user = model.processes.rows[row].uid, model.users[user] == nil,
        seen.insert(user).inserted
      else { continue }
      unknown.append(user)
    }
    return unknown
  }

  /// The row of the process that is explained, where one is.
  private var explainedRow: [Int] {
    besideRow + (explained.flatMap { model.processes.index(of: $0) }.map { [$0] } ?? [])
  }

  /// The row of the process that more is said of beside the list, where there is one.
  private var besideRow: [Int] {
    hasSidePanel ? row(atLine: selection.cursor).map { [$0] } ?? [] : []
  }

  /// What every process is sorted and filtered by.
  var compared: [Field] {
    filter.fields + [settings.sort] + (pane == .victims ? victimFilter.fields : [])
  }

  /// Takes over command lines and user names that were asked for.
  ///
  /// - Parameter commandLines: nil for one that could not be read, as of a process that has ended: it is
  ///   not asked for again with the next frame, which would never end. The same holds for `walks`.
  /// - Returns: whether anything is other than it was.
  @discardableResult
  public mutating func learn(
    commandLines: [(ProcessID, [UInt8]?)], users: [(UInt32, String)],
    walks: [(ProcessID, Reading<SmapsRollup>)] = []
  ) -> Bool {
    // A command line that is asked for again is mostly as it was.
    let hasNews =
      !users.isEmpty || !walks.isEmpty
      || commandLines.contains { $1 != nil && model.commandLines[$0] != $1 }
    for (process, bytes) in commandLines {
      if let bytes { model.commandLines[process] = bytes }
      commandLineAges.learn(process, model)
    }
    for (user, name) in users { model.users[user] = name }
    // A filter may have found by whom something was done, or no longer does.
    if !users.isEmpty, !eventFilter.isEmpty { listingEvents { _ in } }
    for (process, rollup) in walks {
      model.rollups[process] = rollup
      walkAges.learn(process, model)
    }
    if !commandLines.isEmpty {
      model.commandLines = model.commandLines.filter { model.processes.index(of: $0.key) != nil }
      commandLineAges.forgetEnded(model)
    }
    if !walks.isEmpty {
      model.rollups = model.rollups.filter { model.processes.index(of: $0.key) != nil }
      walkAges.forgetEnded(model)
    }
    if model.users.count > max(256, model.processes.rows.count) { forgetUsers() }
    let changesOrder =
      !commandLines.isEmpty && compared.contains(.cmdline)
      || !users.isEmpty && compared.contains(.user)
      || !walks.isEmpty && compared.contains(where: \.isSlow)
    if changesOrder { reorder() }
    refreshExplain(withScore: false)
    return hasNews
  }

  private mutating func forgetUsers() {
    let present = Set(model.processes.rows.compactMap(\.uid))
    model.users = model.users.filter { present.contains($0.key) }
  }
}

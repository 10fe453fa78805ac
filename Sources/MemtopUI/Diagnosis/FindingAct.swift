import LinuxKernel
import MemtopCore

/// Something that can be done for what a finding names, from the page of findings. Its key and its words
/// are those of its command.
struct FindingAct: Sendable {
  enum ID: String, Sendable, CaseIterable {
    case explain, adj, signal, limits, scope, jump, contain, reclaim, keep
  }

  let id: ID
  /// For the bar.
  let label: String
  /// The page is left for good; otherwise it comes back after what is opened.
  var leaves = false
  /// Whether it serves for such a one.
  let serves: @Sendable (Subject.Target) -> Bool
  let perform: @Sendable (inout App, Subject.Target) -> [Effect]

  static func of(_ id: ID) -> FindingAct? { all.first { $0.id == id } }

  /// The act that a key means for somebody.
  static func meant(by key: Key, on target: Subject.Target, vim: Bool) -> FindingAct? {
    all.first { $0.serves(target) && $0.isMeant(by: key, vim: vim) }
  }

  /// The bar's words for those acts that serve for somebody.
  static func keys(_ ids: [ID], for target: Subject.Target?) -> [(key: String, label: String)] {
    guard let target else { return [] }
    return all.filter { ids.contains($0.id) && $0.serves(target) }.compactMap { act in
      guard let key = Command.named(act.id.rawValue)?.keys.first else { return nil }
      return (act.id == .explain ? "Enter" : key.name(.ascii), act.label)
    }
  }

  func isMeant(by key: Key, vim: Bool) -> Bool {
    Command.named(id.rawValue)?.sequences(vim: vim).contains([key]) == true
  }

  static let all: [FindingAct] = [
    FindingAct(
      id: .explain, label: "Explain", serves: { !$0.isSlabCache },
      perform: { app, target in app.explain(target) }),
    FindingAct(
      id: .adj, label: "Adj", serves: { $0.isProcess },
      perform: { app, target in
        let total = app.totalBytes
        return app.openHolding(target) { AdjPrompt(rows: [$0], totalBytes: total) }
      }),
    FindingAct(
      id: .signal, label: "Signal", serves: { $0.isProcess },
      perform: { app, target in
        app.openHolding(target) { SignalMenu(processes: [($0.process, $0.name)]) }
      }),
    FindingAct(
      id: .limits, label: "Limits", serves: { $0.isGroup },
      perform: { app, target in app.goToGroup(target, then: .limits) }),
    FindingAct(
      id: .scope, label: "Kill order", leaves: true, serves: { !$0.isSlabCache },
      perform: { app, target in app.showKillOrder(of: target) }),
    FindingAct(
      id: .jump, label: "Go there", leaves: true, serves: { _ in true },
      perform: { app, target in app.goTo(target) }),
    FindingAct(
      id: .contain, label: "Contain", serves: { $0.isProcess },
      perform: { app, target in
        app.onRow(of: target) { app, row in app.dropStep() + app.contain([row]) }
      }),
    FindingAct(
      id: .reclaim, label: "Push out", serves: { !$0.isSlabCache },
      perform: { app, target in
        if let group = target.aim { return app.pushOut([group]) }
        return app.onRow(of: target) { $0.pushOut([$1]) }
      }),
    FindingAct(
      id: .keep, label: "Keep", serves: { !$0.isSlabCache },
      perform: { app, target in
        if let group = target.aim { return app.keep([group]) }
        return app.onRow(of: target) { $0.keep([$1]) }
      }),
  ]
}

extension Subject.Target {
  var isProcess: Bool { if case .process = self { true } else { false } }
  var isGroup: Bool { if case .group = self { true } else { false } }
  /// The group that was meant, and no other of its name.
  var aim: CgroupAim? {
    guard case .group(let path, let identity?) = self else { return nil }
    return CgroupAim(path: Array(path.utf8), identity: identity)
  }
  var isSlabCache: Bool { if case .slabCache = self { true } else { false } }
}

/// What is done with a group once the groups are read.
struct GroupActWanted: Sendable {
  enum Act: Sendable { case none, explain, limits }

  /// Of its directory, where that was read.
  let identity: CgroupDirectory.Identity?
  let act: Act
}

extension App {
  /// Does something for what a finding names, and remembers the page that it was asked from.
  mutating func act(_ id: FindingAct.ID, on target: Subject.Target) -> [Effect] {
    guard let act = FindingAct.of(id) else { return [] }
    let page = dialog as? FindingsDialog
    dialog = nil
    findingsBelow = act.leaves ? nil : page
    return act.perform(&self, target)
  }

  /// The page of findings comes back once what was opened from it is closed.
  mutating func returnToFindings() {
    guard dialog == nil, groupActWanted == nil, let page = findingsBelow else { return }
    findingsBelow = nil
    open(page)
    refreshFindings()
  }

  /// Says in one line why nothing came of an act; the page comes back with it.
  private mutating func refuse(_ reason: String) -> [Effect] {
    findingsBelow?.said = reason
    if findingsBelow == nil { notes.add(reason) }
    return []
  }

  fileprivate mutating func openHolding(
    _ target: Subject.Target, _ make: (AdjPlan.Row) -> any Dialog
  ) -> [Effect] {
    guard case .process(let process) = target, let row = untagged(process) else {
      return refuse("the process has ended")
    }
    let effects = change { $0.open(make(row)) }
    return [.hold([process])] + effects
  }

  fileprivate mutating func onRow(
    of target: Subject.Target, _ body: (inout App, AdjPlan.Row) -> [Effect]
  ) -> [Effect] {
    switch target {
    case .process(let process):
      guard let row = untagged(process) else { return refuse("the process has ended") }
      return body(&self, row)
    case .group: return refuse("which group it was cannot be told now")
    case .slabCache: return []
    }
  }

  fileprivate mutating func explain(_ target: Subject.Target) -> [Effect] {
    guard case .process(let process) = target else { return goToGroup(target, then: .explain) }
    guard model.processes.index(of: process) != nil else { return refuse("the process has ended") }
    return openExplain(process)
  }

  /// A process in the table, a group in its pane, a cache among the kernel's.
  fileprivate mutating func goTo(_ target: Subject.Target) -> [Effect] {
    switch target {
    case .process(let process): return goTo(process)
    case .group: return goToGroup(target, then: .none)
    case .slabCache(let name):
      let effects = show(.kernel)
      // Quotes keep a name with an operator one text.
      if !name.contains("\""), let filter = try? TermFilter<SlabField>("\"\(name)\"") {
        use(slabFilter: filter)
      }
      return effects
    }
  }

  /// To its line in the table of processes; what hides it there is taken away.
  private mutating func goTo(_ process: ProcessID) -> [Effect] {
    guard model.processes.index(of: process) != nil else { return refuse("the process has ended") }
    var effects = show(.processes)
    if line(of: process) == nil {
      effects += change { app in
        app.filter = .none
        app.user = nil
        app.selection.collapsed = []
      }
    }
    if let line = line(of: process) { move(to: line) }
    return effects
  }

  fileprivate mutating func showKillOrder(of target: Subject.Target) -> [Effect] {
    switch target {
    case .process(let process):
      guard model.processes.index(of: process) != nil else {
        return refuse("the process has ended")
      }
      selection.process = process
      return show(killGroup: nil)
    case .group(let path, _): return show(killGroup: GroupVictims(path: Array(path.utf8)).group)
    case .slabCache: return []
    }
  }

  /// Shows a group in its pane. The groups are read first, then the act is done, with the group that the
  /// finding meant and no other of its name.
  fileprivate mutating func goToGroup(
    _ target: Subject.Target, then act: GroupActWanted.Act
  ) -> [Effect] {
    guard case .group(let path, let identity) = target else { return [] }
    groupWanted = Array(path.utf8)
    groupActWanted = GroupActWanted(identity: identity, act: act)
    let effects = show(.groups)
    return isPaused ? effects : effects + [.sampleNow]
  }

  /// There is no such group: the page that named it comes back.
  mutating func missWantedGroup() {
    groupActWanted = nil
    findingsBelow?.said = "there is no such group now"
    returnToFindings()
  }

  /// Whoever types while nothing stands above the table has left the page of findings.
  mutating func forgetFindings() {
    findingsBelow = nil
    groupActWanted = nil
  }

  /// The group that was wanted is under the cursor now.
  mutating func actOnWantedGroup() {
    guard let wanted = groupActWanted else { return }
    groupActWanted = nil
    if let identity = wanted.identity, groups.cursor != identity {
      notes.add("that group was removed; one of its name was made since")
    } else {
      // The sample that follows brings what they show.
      switch wanted.act {
      case .none: break
      case .explain: _ = openGroup()
      case .limits: _ = openLimitsOfCursor()
      }
    }
    returnToFindings()
  }
}

import LinuxKernel
import MemtopCore

/// Tagging, and what the tagged lines of a pane have together.
extension App {
  /// What the line under the cursor stands for, as the user saw it there; nil where it stands for nothing
  /// that can be tagged, or is gone.
  var aimedSubject: LineSubject? {
    if currentPane.lists == .process { return aimed.map(LineSubject.process) }
    if currentPane.lists == .group {
      return aimedGroup.map { .group($0.tree.groups[$0.number].memory.identity) }
    }
    guard let subject = selection.aimed ?? sight.subject,
      currentPane.subject(self, selection.cursor) == subject
    else { return nil }
    return subject
  }

  /// Tags what is under the cursor, or takes its tag away, and goes on to the next.
  mutating func toggleTag() {
    guard let subject = aimedSubject else {
      return notes.add(
        currentPane.lists == .process ? noTarget : "nothing on this line can be tagged")
    }
    selection.tags.toggle(subject)
    move(by: 1)
  }

  /// Tags the process under the cursor and all below it in the family, hidden ones too.
  mutating func tagSubtree() {
    if let group = groupUnderCursor {
      for member in group.members {
        selection.tags.insert(.process(model.processes.rows[Int(member)].id))
      }
      return
    }
    guard let first = aimed.flatMap({ model.processes.index(of: $0) }) else { return }
    let processes = model.processes.rows
    var children: [Int32: [Int]] = [:]
    for row in processes.indices {
      if let parent = processes[row].parent { children[parent, default: []].append(row) }
    }
    var pending = [first]
    var seen: Set<Int> = []
    while let row = pending.popLast() {
      guard seen.insert(row).inserted else { continue }
      selection.tags.insert(.process(processes[row].id))
      pending += children[processes[row].pid] ?? []
    }
  }

  func isTagged(line: Int) -> Bool {
    !selection.tags.isEmpty && subject(atLine: line).map(selection.tags.contains) ?? false
  }

  /// Drops the tags of what is no longer there, and says so.
  mutating func forgetTags(_ kind: LineSubject.Kind, _ isThere: (LineSubject) -> Bool) {
    let gone = selection.tags.keep(kind, isThere)
    guard gone > 0 else { return }
    let what =
      gone == 1 ? "a tagged \(kind.one) has" : "\(gone) tagged \(kind.many) have"
    notes.add(what + (kind == .process ? " ended" : " gone"))
  }

  /// Why nothing is done where all that was tagged is gone.
  func lostTags(_ kind: LineSubject.Kind) -> String {
    "the tagged \(kind.many) have \(kind == .process ? "ended" : "gone"); nothing is tagged now"
  }

  /// How many lines are tagged, and before it what several have together.
  var tagFacts: [Pane.Fact] {
    guard let kind = currentPane.lists else { return [] }
    let tagged = selection.tags.of(kind)
    let count = ("tagged ", String(tagged.count))
    guard tagged.count > 1, let sum = currentPane.sum(self, tagged) else {
      return tagged.isEmpty ? [] : [count]
    }
    let bytes = Quantity.bytes(sum.bytes, unit: settings.unit)
    return [("together \(sum.title) ", sum.isWhole ? bytes : "at least \(bytes)"), count]
  }
}

extension Pane {
  /// What some lines have together, and whether all of them tell it.
  typealias Sum = (title: String, bytes: UInt64, isWhole: Bool)

  /// Nil where none of them tells it.
  static func sum(_ title: String, _ values: [FieldValue]) -> Sum? {
    let told = values.compactMap { value -> UInt64? in
      if case .bytes(let bytes) = value { bytes } else { nil }
    }
    guard !told.isEmpty else { return nil }
    return (title, told.reduce(0) { $0.addingSaturated($1) }, told.count == values.count)
  }
}

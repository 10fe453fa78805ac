import LinuxKernel
import MemtopCore

/// Below the verdict: who dies next and what that gives back, who brings the shortage about, and which cgroup
/// is near its own limit.
struct DangerLines {
  struct Dying {
    /// The first of them, each with its pid.
    var names: [String]
    var count: Int
    /// Unit: bytes.
    var freed: UInt64
    var suffices: Bool
    /// Whether all are compared that the kernel compares.
    var isWhole: Bool
  }

  struct Cause {
    var name: String
    /// In a minute. Unit: bytes.
    var growth: Int64
    var fall: UInt64
  }

  struct Tight {
    /// As a person calls it.
    var name: String
    var group: TightestGroup
    /// Whom the kernel would choose in it; nil while that is not read, and where nobody can be killed.
    var victim: String?
  }

  var dying: Dying?
  var cause: Cause?
  var tightest: Tight?

  /// Nil where nobody is concerned.
  init?(_ model: borrowing Model, _ group: TightestGroup?) {
    let danger = model.danger
    if danger.count > 0, let kill = model.kill {
      dying = Dying(
        names: danger.first.map { Self.name($0, model) }, count: danger.count,
        freed: danger.freed, suffices: danger.suffices, isWhole: kill.view.isWhole)
    }
    if let culprit = danger.culprit {
      cause = Cause(
        name: Self.name(culprit.process, model), growth: culprit.growth, fall: culprit.fall)
    }
    if let group {
      let kill = model.kill.flatMap { $0.candidates.facts.groupAskedFor == group.path ? $0 : nil }
      tightest = Tight(
        name: CgroupName(group.path.utf8).name, group: group,
        victim: kill.flatMap { kill in
          kill.group?.victims.first.map { Self.name(kill.id($0.row), model) }
        })
    }
    if dying == nil, cause == nil, tightest == nil { return nil }
  }

  private static func name(_ process: ProcessID, _ model: borrowing Model) -> String {
    let comm = model.processes.index(of: process).flatMap { model.processes.comm($0) }
    return "\(process.pid)" + (comm.map { " " + VisibleText.make($0) } ?? "")
  }

  /// The labels stand below the verdict's word.
  private static let label = 14

  func draw(
    _ kind: HostLayout.Line, unit: Quantity.Unit, _ glyphs: Glyphs, into surface: inout Surface,
    _ area: Rect
  ) {
    var line = LineCursor(area)
    switch kind {
    case .dying:
      guard let dying else { return }
      put(label: dying.isWhole ? "dies next" : "~dies next", &line, into: &surface)
      draw(dying, unit, &line, into: &surface)
    case .tightest:
      guard let tightest else { return }
      put(label: "near limit", &line, into: &surface)
      draw(tightest, unit, &line, into: &surface)
    default:
      guard let cause else { return }
      put(label: "cause", &line, into: &surface)
      let growth = " " + Quantity.signedBytes(cause.growth, unit: unit) + "/min"
      guard line.put(cause.name + growth, Style(.warn, bold: true), into: &surface) else { return }
      line.put(
        ", available -" + Quantity.bytes(cause.fall, unit: unit) + "/min", Style(.dim),
        into: &surface)
    }
  }

  private func put(label: String, _ line: inout LineCursor, into surface: inout Surface) {
    line.put("   " + Padded.left(label, Self.label - 3), Style(.frame), into: &surface)
  }

  /// The group, how full it is, and who dies in it.
  private func draw(
    _ tight: Tight, _ unit: Quantity.Unit, _ line: inout LineCursor, into surface: inout Surface
  ) {
    let group = tight.group
    let use =
      "\(Quantity.bytes(group.held, unit: unit)) of \(Quantity.bytes(group.limit, unit: unit))"
      + " (\(Quantity.fixed(group.share, 0)) %)"
    guard line.put(tight.name + " ", Style(.warn, bold: true), into: &surface) else { return }
    guard line.put(use, into: &surface), let victim = tight.victim else { return }
    guard surface.measure(": " + victim) <= line.room else { return }
    line.put(": ", into: &surface)
    line.put(victim, Style(.bad), into: &surface)
    line.put(" would die", into: &surface)
  }

  /// As many names as leave room for what they give back.
  private func draw(
    _ dying: Dying, _ unit: Quantity.Unit, _ line: inout LineCursor, into surface: inout Surface
  ) {
    let back = Quantity.bytes(dying.freed, unit: unit)
    let end = dying.suffices ? ": \(back) come back" : ": only \(back) come back"
    for (place, name) in dying.names.enumerated() {
      let rest = dying.count - place - 1
      let more = rest > 0 ? ", \(rest) more" : ""
      let text = (place > 0 ? ", " : "") + name
      guard surface.measure(text) + surface.measure(more + end) <= line.room else {
        if place > 0 {
          line.put(", \(dying.count - place) more", Style(.bad), into: &surface)
        }
        break
      }
      line.put(text, Style(.bad, bold: true), into: &surface)
      if place == dying.names.count - 1, rest > 0 {
        line.put(more, Style(.bad), into: &surface)
      }
    }
    line.put(end, into: &surface)
  }
}

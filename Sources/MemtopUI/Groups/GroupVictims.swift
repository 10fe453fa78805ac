import LinuxKernel
import MemtopCore

/// Whom the kernel would kill in a group, for the dialogs about it.
struct GroupVictims {
  /// As `/proc/PID/cgroup` names it.
  let path: [UInt8]

  /// The scope of its kill order; nil for the root, whose is the host's.
  var group: String? {
    path == [0x2f] ? nil : String(decoding: path, as: UTF8.self)
  }

  /// What is to be read for it.
  var plan: KillPlan { KillPlan(group: group) }

  /// Nil while it is not read.
  func order(_ context: DialogContext) -> (picture: KillPicture, order: KillOrder)? {
    guard let picture = context.kill else { return nil }
    guard let group else { return picture.host.map { (picture, $0) } }
    guard picture.candidates.facts.groupAskedFor == group, let order = picture.group else {
      return nil
    }
    return (picture, order)
  }

  /// `10249 python3`, whom the kernel would choose first; nil where nobody is known.
  func first(_ context: DialogContext) -> String? {
    guard let (picture, order) = order(context), let victim = order.victims.first else {
      return nil
    }
    let process = picture.id(victim.row)
    return "\(process.pid) \(context.name(process))"
  }

  /// The first victims with what decides about them.
  func lines(count: Int, pageSize: UInt64, _ context: DialogContext) -> [DialogLine] {
    guard let (picture, order) = order(context) else {
      return [DialogLine("the kill order is being read" + context.glyphs.more, .dim)]
    }
    guard !order.victims.isEmpty else { return [DialogLine("nobody can be killed here", .dim)] }
    let pages = PageCount(pageSize: pageSize, unit: context.settings.unit)
    let heading = ColumnLines.Row(
      text: "", numbers: ["badness", "anon", "swap", "adj", "gives back"], role: .tableHeader)
    let rows = order.victims.prefix(count).map { victim in
      let process = picture.id(victim.row)
      return ColumnLines.Row(
        text: "\(victim.rank). \(process.pid) \(context.name(process))",
        numbers: [
          pages.size(victim.badness), pages.size(victim.terms.anon),
          pages.size(victim.terms.swap),
          String(picture.candidates.processes[Int(victim.row)].adj),
          pages.size(victim.freedMemory),
        ], role: victim.rank == 1 ? .bad : .plain)
    }
    let rest = order.victims.count - rows.count
    return ColumnLines.make([heading] + rows, context)
      + (rest > 0 ? [DialogLine("and \(rest) more: s shows all", .dim)] : [])
  }
}

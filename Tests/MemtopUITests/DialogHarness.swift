import LinuxKernel
import MemtopCore

@testable import MemtopUI

/// A dialog on a screen of its own, as a test drives it.
struct DialogHarness<Box: Dialog> {
  var box: Box
  var context: DialogContext
  let screen: (width: Int, height: Int)

  init(
    _ box: Box, _ width: Int = 80, _ height: Int = 24, glyphs: Glyphs = .unicode,
    settings: Settings = .byScore, readOnly: String? = nil
  ) {
    self.box = box
    screen = (width, height)
    context = DialogContext(
      settings: settings, glyphs: glyphs, readOnlyReason: readOnly,
      room: (max(0, width - 2), max(0, height - 3)))
  }

  /// Types keys; what the last one led to.
  @discardableResult
  mutating func press(_ keys: Key...) -> DialogStep { press(keys) }

  @discardableResult
  mutating func press(_ keys: [Key]) -> DialogStep {
    var step = DialogStep.stay
    for key in keys { step = box.update(key, context) }
    return step
  }

  @discardableResult
  mutating func type(_ text: String) -> DialogStep {
    press(text.unicodeScalars.map(Key.character))
  }

  @discardableResult
  mutating func receive(_ message: Message) -> DialogStep { box.receive(message, context) }

  /// The framed dialog, in the middle of the screen, with its keys in the last line.
  var surface: Surface {
    var surface = Surface(width: screen.width, height: screen.height)
    let wanted = box.size(in: context)
    let width = min(wanted.width, context.room.width) + 2
    let height = min(wanted.height, context.room.height) + 2
    let area = Rect(
      x: (screen.width - width) / 2, y: (screen.height - 1 - height) / 2, width: width,
      height: height)
    let inside = Frame(title: box.title).draw(into: &surface, area, context.glyphs)
    box.draw(into: &surface, inside, context)
    let bar = box.keys.map { $0.key + " " + $0.label }.joined(separator: "  ")
    surface.put(bar, x: 0, y: screen.height - 1)
    return surface
  }

  /// Everything on the screen as one text.
  var text: String { surface.lines.joined(separator: "\n") }
}

/// Processes as prompts are asked about and find them.
enum DialogCase {
  static func id(_ pid: Int32) -> ProcessID { ProcessID(pid: pid, startTime: UInt64(pid) * 10) }

  static let postgres = AdjPlan.Row(process: id(4121), name: "postgres", adj: 0)
  static let java = AdjPlan.Row(process: id(9917), name: "java", adj: 200)
  static let sshd = AdjPlan.Row(process: id(812), name: "sshd", adj: -1000)

  static let user = AdjRights(canLower: false, overridesOwners: false, user: 1000)
  static let root = AdjRights(canLower: true, overridesOwners: true, user: 0)

  static func held(
    _ row: AdjPlan.Row, isThere: Bool = true, rights: AdjRights = user, owner: UInt32 = 1000,
    sharers: MemorySharers = MemorySharers()
  ) -> HeldProcess {
    HeldProcess(
      process: row.process, name: row.name, isThere: isThere, adj: isThere ? row.adj : nil,
      owner: owner, sharers: sharers, rights: rights)
  }

  static func edit(_ row: AdjPlan.Row, _ new: Int32) -> AdjEdit {
    AdjEdit(process: row.process, name: row.name, old: row.adj, new: new)
  }

  static func outcome(_ row: AdjPlan.Row, _ new: Int32, _ result: AdjOutcome.Result) -> AdjOutcome {
    AdjOutcome(edit: edit(row, new), before: row.adj, result: result)
  }
}

import LinuxKernel
import MemtopCore

/// What a dialog is shown, besides its own state.
struct DialogContext: Sendable {
  var settings: Settings
  var glyphs: Glyphs
  /// Nil, or why nothing can be changed here (`--read-only`, a captured tree).
  var readOnlyReason: String?
  /// How many cells the inside can have at most: the screen without frame and bottom bar.
  var room: (width: Int, height: Int)
  /// How many cells a character takes, as on the surface.
  var columns: Surface.CharacterWidth
  /// The most cells that a line of running text has.
  var mostTextWidth = 72
  /// The kernel's choice as it is; nil where it was not read yet.
  var kill: KillPicture?
  /// The same after the edits that wait; nil where there are none.
  var killAfterEdits: KillPicture?
  /// A process's name, made visible.
  var name: @Sendable (ProcessID) -> String
  /// What the last sample tells of a process.
  var look: @Sendable (ProcessID) -> ProcessLook

  init(
    settings: Settings, glyphs: Glyphs, readOnlyReason: String?, room: (width: Int, height: Int),
    columns: @escaping Surface.CharacterWidth = Surface.narrow, kill: KillPicture? = nil,
    killAfterEdits: KillPicture? = nil,
    name: @escaping @Sendable (ProcessID) -> String = { _ in "?" },
    look: @escaping @Sendable (ProcessID) -> ProcessLook = { _ in .unknown }
  ) {
    self.settings = settings
    self.glyphs = glyphs
    self.readOnlyReason = readOnlyReason
    self.room = room
    self.columns = columns
    self.kill = kill
    self.killAfterEdits = killAfterEdits
    self.name = name
    self.look = look
  }
}

/// What follows from a key typed into a dialog.
enum DialogStep: Sendable, Equatable {
  case stay
  case close
  /// Do something outside, stay open (for instance until the answer is in).
  case act([Effect])
  /// Close and do something outside.
  case finish([Effect])
  /// Close and take over changed settings (setup), which the config file keeps from then on.
  case settings(Settings)
  /// Close and do what this command does (palette).
  case run(String)
  /// Close and sort by this.
  case sort(Field, descending: Bool)
  /// Close and order the pane's list by this column; by nil in its own order.
  case sortColumn(String?)
  /// Close and show only this user's processes, or everyone's.
  case user(UInt32?)
  /// Close and preview this value of a process, which stays held.
  case preview(HeldProcess, Int32)
  /// Close and show what this would do.
  case prepare(Deed, title: String)
  /// Stay open, with columns of charts that stand for another time.
  case zoomCharts
  /// Close and do this for what a finding names.
  case actOn(Subject.Target, FindingAct.ID)
  /// Close and show the kill order of this group, or of the host.
  case killGroup(String?)
  /// Close and take samples so far apart. Unit: milliseconds.
  case interval(Int)
}

/// A box above the dashboard that takes all keys while it is open. Pure, like everything here.
protocol Dialog: Sendable {
  /// Shown in the frame.
  var title: String { get }
  /// The keys it understands, for the bottom bar and the help: key, what it does.
  var keys: [(key: String, label: String)] { get }
  /// How many cells its inside wants; it gets at most what the screen has.
  func size(in context: DialogContext) -> (width: Int, height: Int)
  /// Edits of `oom_score_adj` that Enter would ask for, to be previewed; nil where it makes none.
  var pendingEdits: [AdjEdit]? { get }
  /// Whether Enter would change something now; then it counts only once the user saw what.
  var isArmed: Bool { get }
  /// Whether text is typed into it.
  var takesText: Bool { get }
  /// It says itself what came of an act, so that no note has to.
  var tellsOutcome: Bool { get }
  /// What it wants to know of the kernel's choice while it is open.
  var killPlan: KillPlan? { get }
  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep
  /// The entry of a list that is drawn in a row of its inside; nil where there is none.
  func entry(atRow row: Int, height: Int, _ context: DialogContext) -> Int?
  /// A click on an entry: moves the cursor there, and on the one under the cursor does what Enter does.
  mutating func click(entry: Int, _ context: DialogContext) -> DialogStep
  /// An answer from outside, for dialogs that wait for one.
  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep
  /// Draws the inside (the frame is drawn around it).
  func draw(into surface: inout Surface, _ area: Rect, _ context: DialogContext)
}

extension Dialog {
  var tellsOutcome: Bool { false }

  func entry(atRow row: Int, height: Int, _ context: DialogContext) -> Int? { nil }

  mutating func click(entry: Int, _ context: DialogContext) -> DialogStep { .stay }

  var pendingEdits: [AdjEdit]? { nil }

  var isArmed: Bool { false }

  var takesText: Bool { false }

  var killPlan: KillPlan? { nil }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep { .stay }
}

/// A command as the help, the palette and the bar list it.
struct CommandListing: Sendable, Equatable {
  var id: String
  /// The keys in words, such as `F9 k`.
  var keys: String
  var title: String
  var help: String
  var group: String
  /// Nil, or why it does nothing here now.
  var disabledReason: String?
}

import LinuxKernel
import MemtopCore

/// The whole dashboard as a value: messages change it, drawing reads it, and it does nothing outside.
public struct App: Sendable {
  public internal(set) var model: Model
  /// What the host panes show of it.
  var host: HostOnScreen
  public internal(set) var settings: Settings
  /// Where the settings come from.
  let origins: SettingOrigins
  /// Whether the user holds the screen still: no samples are wanted.
  public internal(set) var isPaused = false
  /// Nil, or why nothing can be changed here (`--read-only`, a captured tree).
  public let readOnlyReason: String?
  /// Whether memtop itself is killed last, with its memory locked; nil until it is known.
  var isProtected: Bool?
  var glyphs: Glyphs
  let timeOffset: Int64
  let characterWidth: Surface.CharacterWidth

  var width: Int
  var height: Int
  /// Nil, or why processes are not taken from the cheapest source.
  var sourceReason: String?
  /// Nil while it is not known. Unit: nanoseconds after 1970-01-01 UTC.
  var wall: Int64?
  var pane = Pane.ID.processes
  /// Where the cursor stood in panes that were left.
  var leftAt: [Pane.ID: Int] = [:]
  var list = ProcessList()
  /// Sums over subtrees of the columns that have them, by field id; empty without a tree.
  var sums: [String: SubtreeSums] = [:]
  var selection = Selection()
  var filter = Filter.none
  var user: UInt32?
  var input: InputLine?
  /// What is searched for while a search stands.
  var search: String?
  var step: AdjStep?
  var sight = Sight()
  var dialog: (any Dialog)?
  /// The group whose kill order is shown; nil for the host.
  var killGroup: String?
  var foreseen: Foreseen?
  /// Which victims are shown.
  var victimFilter = Filter.none
  var victimSort = VictimSort()
  /// The places in the kill order of those that are shown; nil where all are.
  var victimPlaces: [Int]?
  /// Whom the kernel would kill when the scope that is shown has run out, where that is foretold.
  var whenItRunsOut: KillProjection?
  /// When it was last foretold. Unit: nanoseconds, as `Sample.monotonic`.
  var endForetold: UInt64?
  /// Judges the host now and then, and remembers.
  var diagnosis: DiagnosisWatch
  /// The page of findings, while something that was opened from it stands above it.
  var findingsBelow: FindingsDialog?
  /// What is done with a group that a finding names once the groups are read.
  var groupActWanted: GroupActWanted?
  var charts = ChartView()
  var kernel = KernelState()
  var groups = GroupList()
  /// The group that the cursor goes to once the groups are read.
  var groupWanted: [UInt8]?
  /// What is being done outside; nil where nothing is.
  var doing: Deed?
  /// Which events are shown.
  var eventFilter = TermFilter<EventColumn>.none
  var eventOrder = EventOrder()
  /// The events that are shown, from the first line on.
  var eventPlaces: [Int] = []
  public internal(set) var kills = KillHistory()
  /// The newest kill that the verdict knows of.
  var judgedKill: Int?
  /// The kernel's count of kills at the first sample.
  var killsAtStart: UInt64?
  /// What was done here.
  public internal(set) var acts = ActHistory()
  /// Who does it; nil where nobody can.
  let author: ChangeAuthor?
  /// The pid of memtop itself, as the processes' list names it; nil where it is not in there.
  let ownPID: Int32?
  /// The file that what is done is logged in.
  let changeLog: String?
  var notes: Notes
  /// Keys of a sequence that is not complete yet.
  var typed: [Key] = []
  var saidMalformed = false
  var saidFailed = false
  var commandLineAges = LearnedAges(lifetime: 30)
  var walkAges = LearnedAges(lifetime: 10)

  /// - Parameters:
  ///   - timeOffset: seconds east of UTC.
  ///   - characterWidth: how many cells a character takes on this terminal.
  ///   - notices: what the user should be told at the start.
  public init(
    facts: HostFacts, settings: Settings, glyphs: Glyphs, readOnlyReason: String?, width: Int,
    height: Int, timeOffset: Int64, characterWidth: @escaping Surface.CharacterWidth,
    notices: [String], author: ChangeAuthor? = nil, ownPID: Int32? = nil, changeLog: String? = nil,
    origins: SettingOrigins? = nil
  ) {
    model = Model(facts: facts)
    host = HostOnScreen(model)
    self.settings = settings
    diagnosis = DiagnosisWatch(settings.thresholds)
    self.glyphs = glyphs
    self.readOnlyReason = readOnlyReason
    self.author = author
    self.ownPID = ownPID
    self.changeLog = changeLog
    self.origins = origins ?? SettingOrigins(settings)
    self.width = max(0, width)
    self.height = max(0, height)
    self.timeOffset = timeOffset
    self.characterWidth = characterWidth
    notes = Notes(lines: notices)
  }

  /// Time between samples. Unit: milliseconds.
  public var interval: Int { settings.interval }

  /// Every command, as help, palette and `docs/keys.md` list it.
  var commands: [CommandListing] { Command.all.map { $0.listing(in: self) } }

  /// Takes over a sample that is ready; storage that can be used again comes back in it.
  public mutating func absorb(_ sample: inout Sample) {
    model.absorb(&sample, followsGrowth: plan.followsGrowth)
    tookSample()
  }

  /// Goes on to the next sample; see `Model.advance`.
  public mutating func advance<Failure: Error>(
    _ fill: (inout Sample, borrowing Sample) throws(Failure) -> Void
  ) throws(Failure) {
    try model.advance(followsGrowth: plan.followsGrowth, fill)
    tookSample()
  }

  private mutating func tookSample() {
    wall = model.takenAt
    if killsAtStart == nil { killsAtStart = model.sample.vmStat.value?[.oomKill] }
    notes.age()
    host.take(model, diagnosis.tightest)
    if var open = dialog as? MemoryPartsDialog {
      open.parts = host.figures.memory?.parts
      dialog = open
    }
    sayMalformed()
    forgetGone()
    foresee()
    refreshExplain()
    ageAbsent()
    reorder()
    checkPrompts()
  }

  private mutating func sayMalformed() {
    if !saidFailed, let code = model.processes.readError {
      saidFailed = true
      notes.add("processes could not all be read: \(ErrnoText.describe(code))")
    }
    if !saidFailed, let failure = model.sample.failure ?? model.facts.failure {
      saidFailed = true
      notes.add("could not be read: /\(failure.file): \(ErrnoText.describe(failure.errno))")
    }
    guard !saidMalformed, let notice = MalformedFiles(model.sample).notice else { return }
    saidMalformed = true
    notes.add(notice)
  }

  /// Drops what is remembered of processes that are no longer listed.
  private mutating func forgetGone() {
    let processes = model.processes
    forgetTags(.process) { subject in
      if case .process(let process) = subject { processes.index(of: process) != nil } else { true }
    }
    selection.collapsed = selection.collapsed.filter { processes.index(of: $0) != nil }
  }
}

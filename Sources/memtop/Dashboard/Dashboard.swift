import Glibc
import LinuxKernel
import MemtopCore
import MemtopUI

/// The live screen: one thread that owns all state, one wait, at most one frame a turn.
///
/// What the loop calls is not inlined: each has a frame on the stack of its own then, where together they had one of
/// 120 KB that stayed for as long as the loop.
struct Dashboard: ~Copyable {
  enum Token: Hashable { case terminal, room, signals, answers, kernelLog, journal, source, deeds }

  /// Why the loop ends.
  enum End: Equatable {
    case quit
    case signal(Int32)
  }

  let source: HostSource
  let root: KernelRoot
  private let config: ConfigStore?
  private let signals: Signals
  private let slowReads: SlowReads
  /// Loads the cheapest source beside the loop; nil while nothing is loaded.
  var sourceLoad: SourceLoad?
  var screen: Screen
  var sampler: Sampler
  /// Nil until the host is judged for the first time, after the first sample is on the screen.
  var diagnosis: DiagnosisReader?
  private var acts: ProcessActs
  private let deeds: DeedDesk
  var protection: SelfProtection
  private let changeLog: ChangeLog?
  /// Nil where the kernel's log cannot be read, or is another kernel's.
  var kills: KillWatch?
  /// Nil until the journal is asked for the first time.
  var journal: JournalFeed?
  /// Reads the kernel's own memory while its pane is shown.
  var kernel = KernelReader(slabInterval: Self.slabInterval)
  /// Reads the cgroups while they are shown.
  var groups = CgroupTreeReader()
  var app: App
  var surface: Surface
  var poller = Poller<Token>()
  var clock: SampleClock
  private var mapFeed = MapFeed()
  /// When the header's clock is to be moved on, if no sample does it before.
  private var secondEnds: UInt64 = 0
  /// When the last frame was drawn.
  var drawnAt: UInt64 = 0
  /// What was typed and is not taken yet.
  var inputs: [Input] = []
  /// More input is there than one turn takes.
  var hasMoreInput = false
  var isDirty = true
  var end: End?

  /// Takes the terminal; where this throws it is as it was.
  ///
  /// Throws: `TerminalError`, `KernelError` or `CommandFailure`.
  init(_ options: DashboardOptions) throws {
    OwnHeap.giveLargeBlocksBack()
    let encoding = CharacterEncoding.ofEnvironment()
    let root = options.source.root
    let theme = options.settings.look
    let offset = root.isLive ? LocalTime.offset() : 0
    let author =
      options.readOnlyReason == nil
      ? ChangeAuthor.own(options.log == nil ? nil : root) : nil
    var notices = options.notices
    let changeLog = try Self.open(options.log, by: author, &notices)
    let slowReads = try SlowReads(root)
    let glyphs: Glyphs = encoding.isUTF8 && !options.usesASCII ? .unicode : .ascii
    let deeds = try DeedDesk(root, arrow: glyphs.arrow)
    let sampler = try options.source.sampler(options.settings.source, of: root)
    let signals = try Signals()
    Self.awaitForeground(signals)
    let screen = try Screen(encoding: encoding, theme: theme)
    app = App(
      facts: sampler.facts, settings: options.settings,
      glyphs: glyphs, readOnlyReason: options.readOnlyReason, width: screen.size.width,
      height: screen.size.height, timeOffset: offset, characterWidth: encoding.width,
      notices: notices + [screen.notice].compactMap(\.self), author: author, ownPID: getpid(),
      changeLog: changeLog?.path, origins: options.origins)
    app.restrict(to: options.filter, user: options.user)
    if let pane = options.pane { app.begin(in: pane) }
    surface = Surface(
      width: screen.size.width, height: screen.size.height, columns: encoding.width)
    poller.watch(screen.descriptor, as: .terminal)
    poller.watch(signals.descriptor, as: .signals)
    poller.watch(slowReads.descriptor, as: .answers)
    poller.watch(deeds.descriptor, as: .deeds)
    clock = SampleClock(now: KernelClock.monotonic(), interval: Self.nanoseconds(app.interval))
    acts = ProcessActs(root)
    protection = SelfProtection(root, isWanted: options.settings.protects)
    kills = nil
    journal = nil
    self.changeLog = changeLog
    source = options.source
    config = options.config
    self.root = root
    self.slowReads = slowReads
    self.deeds = deeds
    self.signals = signals
    self.screen = screen
    self.sampler = sampler
    diagnosis = nil
  }

  /// Begun in the background (`memtop &`) it waits there, as every program that wants the terminal, but hears
  /// what is to end it.
  private static func awaitForeground(_ signals: borrowing Signals) {
    while !Screen.isInForeground, Signals.stop() {
      while let event = signals.next() {
        if case .end(let number) = event { Signals.end(by: number) }
      }
    }
  }

  /// Throws: when the file that the command line names cannot be appended to; one that the config file
  /// names keeps memtop from nothing.
  private static func open(
    _ choice: LogChoice?, by author: ChangeAuthor?, _ notices: inout [String]
  ) throws(CommandFailure) -> ChangeLog? {
    guard let choice, let author else { return nil }
    do throws(KernelError) {
      return try ChangeLog(choice.path, by: author)
    } catch {
      let failure = CommandFailure(choice.isDemanded ? "--log" : "log", error, .cannotCreate)
      if choice.isDemanded { throw failure }
      notices.append(VisibleText.make(failure.message))
      return nil
    }
  }

  /// Takes the terminal and runs until the user or a signal ends it; a signal ends the process.
  ///
  /// Throws: `TerminalError`, `KernelError` or `CommandFailure`; the terminal is as it was then.
  static func run(_ options: DashboardOptions) throws -> Int32 {
    var dashboard = try Dashboard(options)
    try dashboard.loop()
    dashboard.screen.close()
    dashboard.deeds.finish(within: patience)
    if case .signal(let number)? = dashboard.end { Signals.end(by: number) }
    return 0
  }

  // It holds an app as it stands, kilobytes of it: one frame on the stack has it, which stays resident.
  @inline(never)
  private mutating func loop() throws {
    DescriptorLimit.raise()
    if root.isLive {
      // Few processes are there as soon as the frame that waits for them would be.
      let hasFew = hasFewTasks
      if hasFew { keepTime() }
      draw()
      try loadSource(isAwaited: !hasFew)
    } else {
      draw()
      try source.play(into: &app)
      isDirty = true
    }
    protect()
    watchKills()
    for effect in app.start() { perform(effect) }
    while end == nil {
      keepTime()
      draw()
      try poller.wait(until: hasMoreInput ? 0 : deadline)
      for ready in poller.ready where end == nil { take(ready) }
      if hasMoreInput, end == nil { takeInput(isGone: false) }
    }
  }

  /// How long an act that is half done is waited for when memtop ends. Unit: nanoseconds.
  private static let patience: UInt64 = 2_000_000_000

  /// From which sample on what starting up needed is behind: the logs are read and the host is judged.
  private static let settled = 3
  private var isSettled = false

  @inline(never)
  private mutating func settleOnce() {
    guard !isSettled, app.model.sampleCount >= Self.settled, sourceLoad == nil else { return }
    isSettled = true
    protection.settle()
    // What judges is to be in memory before the host is short of it.
    judge()
  }

  private var isSampling: Bool { root.isLive && !app.isPaused }

  private static func nanoseconds(_ milliseconds: Int) -> UInt64 {
    UInt64(milliseconds) * 1_000_000
  }

  /// The next moment something is to be done unasked; a paused screen and a captured system stand still.
  private var deadline: UInt64? {
    let sample: UInt64 = isSampling ? min(clock.deadline, secondEnds) : .max
    let next = min(sample, mapFeed.lateAt ?? .max, slowReads.deadline ?? .max)
    return next < .max ? next : nil
  }

  /// Takes a sample that is due; between samples that are far apart the header's clock goes on.
  @inline(never)
  private mutating func keepTime() {
    let now = KernelClock.monotonic()
    if let message = mapFeed.lateMessage(now: now) { update(message) }
    slowReads.attend(now: now)
    guard isSampling else { return }
    if clock.isDue(now) {
      takeSample()
      clock.advance(now: now)
      settleOnce()
    } else if now >= secondEnds {
      update(.clock(wall: KernelClock.wall()))
    } else {
      return
    }
    secondEnds = now + 1_000_000_000
  }

  @inline(never)
  private mutating func draw() {
    guard isDirty, !screen.isBehind else { return }
    isDirty = false
    // The frame before is gone from now on.
    if !hasMoreInput { noteSight() }
    app.complete { sample, rows, files in
      sampler.complete(&sample, rows: rows, files: files)
    }
    app.completeGroups { groups.complete(&$0, $1, $2, root) }
    app.draw(into: &surface)
    guard screen.draw(surface, theme: app.settings.look) else {
      return hangUp()
    }
    poller.forget(.room)
    if screen.isBehind { poller.watch(screen.outputDescriptor, as: .room, for: .room) }
    _ = app.update(.drawn)
    drawnAt = KernelClock.monotonic()
    let maps = mapFeed.requests(
      for: app.explained, now: KernelClock.monotonic(), repeats: isSampling)
    let wants = app.wants
    slowReads.ask(
      maps + wants.users.map(SlowRequest.userName)
        + wants.commandLines.map(SlowRequest.commandLine)
        + wants.walks.map(SlowRequest.rollup))
  }

  private mutating func take(_ ready: Poller<Token>.Ready) {
    switch ready.token {
    case .terminal: takeInput(isGone: ready.isGone)
    case .room: takeRoom()
    case .signals: takeSignals()
    case .source: takeSource()
    case .answers:
      learn(slowReads.answers())
    case .kernelLog: readKills()
    case .deeds:
      for message in deeds.take() { update(message) }
    case .journal:
      if let news = journal?.take() { update(.journal(news)) }
    }
  }

  @inline(never)
  mutating func takeSignals() {
    while end == nil, let event = signals.next() { take(event) }
  }

  @inline(never)
  private mutating func learn(_ answers: [SlowAnswer]) {
    var commandLines: [(ProcessID, [UInt8]?)] = []
    var users: [(UInt32, String)] = []
    var walks: [(ProcessID, Reading<SmapsRollup>)] = []
    for answer in answers {
      switch answer {
      case .commandLine(let process, let reading):
        commandLines.append((process, reading.value))
      case .userName(let user, let name): users.append((user, name ?? String(user)))
      case .rollup(let process, let reading):
        walks.append((process, reading ?? .absent))
        mapFeed.take(answer, now: KernelClock.monotonic()).map { update($0) }
      case .mappings:
        mapFeed.take(answer, now: KernelClock.monotonic()).map { update($0) }
      }
    }
    if app.learn(commandLines: commandLines, users: users, walks: walks) { isDirty = true }
  }

  @inline(never)
  mutating func update(_ message: Message) {
    isDirty = true
    for effect in app.update(message) where end == nil { perform(effect) }
  }

  @inline(never)
  mutating func perform(_ effect: Effect) {
    switch effect {
    case .quit: end = .quit
    case .redraw: screen.redraw()
    case .suspend: suspend()
    case .sampleNow: sampleNow()
    case .reschedule:
      clock.restart(now: KernelClock.monotonic(), interval: Self.nanoseconds(app.interval))
    case .hold(let processes): update(acts.hold(processes, app.model))
    case .release:
      acts.release()
      deeds.drop()
    case .readKernel: readKernel(anew: true)
    case .readGroups: readGroups()
    case .plan(let deed):
      if let message = deeds.plan(deed) { update(message) }
    case .carryOut(let deed):
      if let outcome = acts.carryOut(deed, app.model) {
        update(.carriedOut(deed, outcome))
      } else if let message = deeds.carryOut(deed) {
        update(message)
      }
    case .readJournal(let since): readJournal(since: since)
    case .log(let records):
      if let problem = changeLog?.append(records) { update(.notice(problem)) }
    case .save(let settings):
      update(.saved(config?.save(settings) ?? .failed("--no-config was given")))
    }
  }
}

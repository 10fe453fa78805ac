import Glibc
import LinuxKernel
import MemtopCore
import MemtopUI

/// `memtop --screenshot`: the dashboard as a file, without a terminal.
enum Screenshot {
  /// Draws one screen: of a captured series its last, of the running system the second of two
  /// samples, so that there are rates.
  ///
  /// Throws: when the file cannot be created, which is found out before anything is sampled.
  static func take(
    _ file: ScreenshotFile, _ options: DashboardOptions, _ size: ScreenSize
  ) throws(CommandFailure) {
    var sampler = try options.source.sampler(
      options.settings.source, of: options.source.root)
    do throws(KernelError) {
      try AtomicFile.checkWritable(file.path)
      let surface = try screen(options, size, &sampler)
      let theme = options.settings.look
      let text =
        switch file.format {
        case .svg: SVGScreen(surface, theme).text
        case .text: surface.lines.joined(separator: "\n") + "\n"
        }
      try AtomicFile.write(Array(text.utf8), to: file.path, mode: mode(options.source))
    } catch {
      throw CommandFailure("--screenshot", error, .cannotCreate)
    }
  }

  /// A picture shows what `hidepid` hides from others. Nil for the usual mode.
  private static func mode(_ source: HostSource) -> mode_t? {
    guard source.isLive else { return nil }
    var buffer = ReadBuffer()
    guard let mount = ProcMount.read(source.root, &buffer) else { return 0o600 }
    return mount.hiding == nil ? nil : 0o600
  }

  private static func screen(
    _ options: DashboardOptions, _ size: ScreenSize, _ sampler: inout Sampler
  ) throws(KernelError) -> Surface {
    let source = options.source
    let encoding = CharacterEncoding.utf8
    var app = App(
      facts: sampler.facts, settings: options.settings,
      glyphs: options.usesASCII ? .ascii : .unicode, readOnlyReason: options.readOnlyReason,
      width: size.width, height: size.height,
      timeOffset: source.isLive ? LocalTime.offset() : 0, characterWidth: encoding.width,
      notices: options.notices)
    app.restrict(to: options.filter, user: options.user)
    if let pane = options.pane { app.begin(in: pane) }
    if source.isLive {
      try sample(source.root, &app, &sampler)
    } else {
      try source.play(into: &app)
    }
    if app.showsKernel { _ = app.update(.kernel(source.kernelMemory())) }
    var surface = Surface(width: size.width, height: size.height, columns: encoding.width)
    app.draw(into: &surface)
    return surface
  }

  private static func sample(
    _ root: KernelRoot, _ app: inout App, _ sampler: inout Sampler
  ) throws(KernelError) {
    var clock = SampleClock(
      now: KernelClock.monotonic(), interval: UInt64(app.interval) * 1_000_000)
    for _ in 0..<2 {
      KernelClock.sleep(until: clock.deadline)
      let plan = app.plan
      try app.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
        try sampler.take(into: &next, after: last, plan: plan)
      }
      clock.advance(now: KernelClock.monotonic())
    }
    app.complete { sampler.complete(&$0, rows: $1, files: $2) }
    let wants = app.wants
    app.learn(
      commandLines: wants.commandLines.compactMap { process in
        ProcessCommandLine.read(process, in: root).value.map { (process, $0) }
      },
      users: HostUsers(root).names(of: Set(wants.users)).map { ($0, $1) },
      walks: wants.walks.map { ($0, SmapsRollup.read($0, in: root) ?? .absent) })
  }
}

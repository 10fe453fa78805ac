import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// The Explain view of captured processes.
struct ExplainTests {
  /// A captured host with the dashboard's cursor on the first process of a name.
  private static func app(
    _ tree: String, _ name: String, _ width: Int = 80, _ height: Int = 24,
    glyphs: Glyphs = .unicode
  ) throws -> (App, KernelRoot) {
    let root = try KernelRoot(Fixtures.path(tree))
    return (try app(root, name, width, height, glyphs: glyphs), root)
  }

  private static func app(
    _ root: KernelRoot, _ name: String, _ width: Int, _ height: Int, glyphs: Glyphs = .unicode
  ) throws -> App {
    var sampler = Sampler(root)
    var app = App(
      facts: sampler.facts, settings: .byScore, glyphs: glyphs, readOnlyReason: "captured",
      width: width, height: height, timeOffset: 0, characterWidth: Surface.narrow, notices: [])
    app.settings.showsKernelThreads = true
    let everything = SamplingPlan(columns: Field.all, options: ListOptions(), everywhere: true)
    try app.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
      try sampler.take(into: &next, after: last, plan: everything)
    }
    app.move(
      to: try #require(
        app.list.rows.firstIndex { app.name(ofRow: Int($0)) == name }))
    #expect(app.keys("x") == [.sampleNow])
    app.completeKill { sampler.complete(&$0, $1) }
    return app
  }

  /// A service whose every group up the path has a limit.
  private static func nested(_ groups: [String]) -> MadeUpHost {
    var host = MadeUpHost.usual
    host.replaced["proc/41/cgroup"] = "0::/" + groups.joined(separator: "/") + "\n"
    for depth in groups.indices {
      let folder = "sys/fs/cgroup/" + groups[...depth].joined(separator: "/")
      host.replaced[folder + "/memory.max"] = "\((8 - depth) << 30)\n"
      host.replaced[folder + "/memory.current"] = "\((7 - depth) << 30)\n"
    }
    return host
  }

  @Test(
    arguments: [
      (["a.slice"], 80, 24), (["a.slice", "shop.service"], 80, 24),
      (["tenants.slice", "b.slice", "c.slice", "shop.service"], 80, 24),
      (["tenants.slice", "b.slice", "c.slice", "shop.service"], 120, 40),
      (["tenants.slice", "b.slice", "c.slice", "shop.service"], 40, 60),
      (["a", "b", "c", "d", "e", "f", "g"], 80, 40),
    ] as [([String], Int, Int)])
  func everyLimitedGroupHasItsTerms(_ groups: [String], _ width: Int, _ height: Int) throws {
    try Self.nested(groups).withRoot { root in
      let app = try Self.app(root, "java", width, height)
      expectGolden(app.screen(), "explain-nested\(groups.count)-\(width)x\(height)")
      // A size for every scope, whatever table it stands in.
      let lines = try Self.app(root, "java", width, 200).screen().lines
      let words = lines.map { line in line.split(separator: " ").filter { $0 != "│" } }
      let sums = words.filter { $0.first == "badness" && $0.dropFirst().first != "=" }
        .reduce(0) { sum, row in sum + row.count { $0 == "684M" } }
      #expect(sums == groups.count + 1)
    }
  }

  /// Answers what the loop would read for the app.
  private static func answer(_ app: inout App, _ root: KernelRoot) throws {
    let process = try #require(app.explained)
    _ = app.update(.mapped(process, .rollup(SmapsRollup.read(process, in: root))))
    _ = app.update(.mapped(process, .mappings(ProcessMappings.read(process, in: root))))
  }

  /// Every line of the page, screen after screen.
  private static func wholeText(_ app: App) -> String {
    var app = app
    var lines: [String] = []
    app.keys(.home)
    for _ in 0..<20 {
      lines += app.screen().lines
      app.keys(.pageDown)
    }
    return lines.joined(separator: "\n")
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (40, 12), (20, 5)])
  func screens(_ width: Int, _ height: Int) throws {
    for glyphs in [Glyphs.unicode, .ascii] {
      var (app, root) = try Self.app("mappings/6.12", "store", width, height, glyphs: glyphs)
      try Self.answer(&app, root)
      let name = "explain-\(width)x\(height)" + (glyphs.isUnicode ? "" : "-ascii")
      expectGolden(app.screen(), name)
      app.keys(.pageDown)
      expectGolden(app.screen(), name + "-next")
    }
  }

  @Test func theWholePage() throws {
    var (app, root) = try Self.app("mappings/7.3", "store", 80, 90)
    try Self.answer(&app, root)
    expectGolden(app.screen(), "explain-whole")
  }

  @Test func aDockerHostWithVersionOneGroups() throws {
    let (app, _) = try Self.app("deb12-v1", "mysqld", 80, 70)
    expectGolden(app.screen(), "explain-v1")
  }

  @Test func whoIsNeverKilledSaysWhy() throws {
    #expect(
      Self.wholeText(try Self.app("mappings/6.12", "systemd").0).contains("pid 1 of the host"))
    let kernel = try Self.app("mappings/6.12", "kthreadd").0
    #expect(kernel.explained == nil)
    #expect(Self.wholeText(kernel).contains("A kernel thread has no memory of its own."))
    let protected = Self.wholeText(try Self.app("newest", "sshd").0)
    #expect(protected.contains("oom_score_adj is -1000"))
  }

  @Test func whatIsNotReadIsSaid() throws {
    var (app, _) = try Self.app("mappings/6.12", "store", 100, 80)
    let process = try #require(app.explained)
    #expect(!app.text.contains("waiting for the kernel"))
    _ = app.update(.mapped(process, .late))
    #expect(app.text.contains("PSS and USS: waiting for the kernel"))
    _ = app.update(.mapped(process, .rollup(.denied)))
    _ = app.update(.mapped(process, .mappings(.absent)))
    #expect(app.text.contains("PSS and USS are denied"))
    #expect(app.text.contains("CAP_SYS_PTRACE"))
    #expect(app.text.contains("there is no smaps here"))
    _ = app.update(.mapped(process, .rollup(.malformed("x\u{1b}[31m"))))
    #expect(app.text.contains("smaps_rollup: x\\x1b[31m"))
  }

  @Test func olderNumbersStayWhileTheKernelDoesNotAnswer() throws {
    var (app, root) = try Self.app("mappings/6.12", "store", 100, 80)
    try Self.answer(&app, root)
    let process = try #require(app.explained)
    _ = app.update(.mapped(process, .late))
    #expect(app.text.contains("waiting for the kernel"))
    #expect(app.text.contains("lazily freed"))
    #expect(app.text.contains("/dev/shm/buffers.7781"))
  }

  @Test func anAnswerForAnotherProcessIsNotShown() throws {
    var (app, root) = try Self.app("mappings/6.12", "worker", 100, 80)
    let other = try Self.app("mappings/6.12", "store").0.explained
    _ = app.update(
      .mapped(try #require(other), .rollup(SmapsRollup.read(try #require(other), in: root))))
    #expect(!app.text.contains("lazily freed"))
  }

  @Test func namesFromOutsideAreMadeVisible() throws {
    var (app, root) = try Self.app("mappings/6.12", "store", 100, 200)
    try Self.answer(&app, root)
    #expect(app.text.contains("/memfd:render \\x1b[31m (deleted)"))
    #expect(app.text.contains("/srv/data/old library.so\\012x (deleted)"))
  }

  @Test func itKeepsItsProcessAndSaysWhenItEnded() throws {
    var app = try App.showing(width: 100, height: 60)
    let java = try #require(app.list.rows.firstIndex { app.name(ofRow: Int($0)) == "java" })
    app.move(to: java)
    app.keys(.enter)
    #expect(app.text.contains("Explain 41 java"))
    var host = MadeUpHost.usual
    host.processes[3].rssPages = 800_000
    try app.take(host, seconds: 1001)
    #expect(app.text.contains(Quantity.bytes(800_000 * 4096)))
    host.processes.remove(at: 3)
    try app.take(host, seconds: 1002)
    #expect(app.text.contains("It has ended."))
    #expect(app.text.contains(Quantity.bytes(800_000 * 4096)))
    #expect(app.explained == nil)
    app.keys(.escape)
    #expect(app.dialog == nil)
  }

  @Test func enterAppliesAStepFirst() throws {
    var app = try App.showing(width: 100, height: 40)
    app.keys(")")
    app.keys(.enter)
    #expect(app.dialog == nil)
    #expect(app.step?.appliesWhenHeld == true)
  }

  @Test func itOpensWhereNothingMayBeChanged() throws {
    var app = try App.showing(readOnlyReason: "--read-only was given")
    app.keys(.enter)
    #expect(app.text.contains("Why this score"))
  }

  @Test func whatWasDoneHereIsListedWithItsTime() throws {
    var app = try App.showing(width: 100, height: 60)
    let process = try #require(app.id(atLine: app.selection.cursor))
    let name = app.name(ofRow: try #require(app.row(atLine: app.selection.cursor)))
    func change(_ old: Int32, _ new: Int32, _ second: Int64, undoes: Bool = false) -> Message {
      let edit = AdjEdit(process: process, name: name, old: old, new: new)
      let at = (1_700_000_000 + second) * 1_000_000_000
      return .adjusted([AdjOutcome(edit: edit, before: old, result: .done, at: at)], undoes: undoes)
    }
    app.keys("x")
    #expect(!app.text.contains("Done here"))
    _ = app.update(change(0, 300, 1))
    #expect(app.text.contains("11-14 22:13:21  adj 0 → 300  z undoes it"))
    _ = app.update(change(300, 400, 2))
    #expect(app.text.contains("11-14 22:13:21  adj 0 → 300 "))
    #expect(app.text.contains("11-14 22:13:22  adj 300 → 400  z undoes it"))
    app.keys(.escape, "z")
    _ = app.update(change(400, 300, 3, undoes: true))
    app.keys(.escape)
    _ = app.update(
      .signalled([
        SignalOutcome(
          process: process, name: name, signal: SignalChoice.all[0], result: .sent,
          at: 1_700_000_004_000_000_000)
      ]))
    app.keys("x")
    let lines = app.screen().lines.map { line in
      line.split { $0 == " " || $0 == "│" }.joined(separator: " ")
    }
    let first = try #require(lines.firstIndex(of: "Done here"))
    let shown = Array(lines[(first + 1)...(first + 4)])
    #expect(
      shown == [
        "11-14 22:13:24 SIGTERM sent", "11-14 22:13:23 undone: adj 400 → 300",
        "11-14 22:13:22 adj 300 → 400", "11-14 22:13:21 adj 0 → 300 z undoes it",
      ])
  }

  @Test func ofVeryManyActsTheNewestAreShown() throws {
    var app = try App.showing(width: 100, height: 90)
    let process = try #require(app.id(atLine: app.selection.cursor))
    for second in 0..<23 {
      _ = app.update(
        .signalled([
          SignalOutcome(
            process: process, name: "a", signal: SignalChoice.all[0], result: .sent,
            at: Int64(second) * 1_000_000_000)
        ]))
    }
    app.keys("x")
    #expect(app.text.contains("01-01 00:00:22  SIGTERM sent"))
    #expect(!app.text.contains("01-01 00:00:02  SIGTERM sent"))
    #expect(app.text.contains("3 earlier: see the pane of events"))
  }
}

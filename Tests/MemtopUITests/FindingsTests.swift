import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// The verdict on the screen: when the host is judged, the state line, and the page of findings.
@Suite struct FindingsTests {
  /// A sample is taken and, as the loop does, judged where that is due.
  ///
  /// - Returns: whether it was.
  @discardableResult
  private func take(_ available: Int, second: Int, _ app: inout App) throws -> Bool {
    let host = DangerScreenTests.host(available: available)
    try app.take(host, seconds: UInt64(1000 + second))
    return try host.withRoot(seconds: UInt64(1000 + second)) { root in
      guard app.isDiagnosisDue else { return false }
      var reader = DiagnosisReader(root)
      app.judge(reader.facts(app.model))
      return true
    }
  }

  private func stateLine(_ app: App) -> String { app.screen().lines[1] }

  private func app(width: Int = 120, height: Int = 40) throws -> App {
    try App.showing(
      DangerScreenTests.host(available: 9_000_000), settings: .standard, width: width,
      height: height)
  }

  @Test func aHostThatIsWellIsJudgedNowAndThen() throws {
    var app = try app()
    let judged = try (1...25).filter { try take(9_000_000, second: $0, &app) }
    #expect(judged.count >= 3 && judged.count <= 4, "\(judged)")
    app.keys("d")
    #expect(try take(9_000_000, second: 26, &app), "whoever looks wants the newest")
    app.keys(.escape)
    #expect(app.dialog == nil)
  }

  @Test func aShortageIsJudgedAtOnceAndHeldAgainstFlapping() throws {
    var app = try app()
    for second in 1...12 { try take(9_000_000, second: second, &app) }
    #expect(stateLine(app).contains("HEALTHY"))
    for second in 13...15 {
      #expect(try take(300_000, second: second, &app), "second \(second)")
    }
    #expect(stateLine(app).contains("CRITICAL"))
    for second in 16...20 { try take(9_000_000, second: second, &app) }
    #expect(stateLine(app).contains("CRITICAL"), "a short rest is no recovery")
    for second in 21...40 { try take(9_000_000, second: second, &app) }
    #expect(stateLine(app).contains("HEALTHY"))
  }

  @Test func theTimeThatATroubleHasLastedIsSaid() throws {
    var app = try app(width: 250)
    for second in 1...200 { try take(300_000, second: second, &app) }
    #expect(stateLine(app).contains("For 3 min."), "\(stateLine(app))")
  }

  @Test func whoWasKilledAMomentAgoIsSaidOfAHostThatIsWell() throws {
    var app = try app()
    for second in 1...5 { try take(9_000_000, second: second, &app) }
    #expect(!stateLine(app).contains("killed"))
    let now = try #require(app.model.takenAt)
    let kill = KillTexts.kills("Out of memory: Killed process 7 (shop) total-vm:8kB\n")
    _ = app.update(.kills(KillNews(seen: kill, at: now - 60_000_000_000, state: .live)))
    #expect(try take(9_000_000, second: 6, &app), "it does not wait")
    #expect(
      stateLine(app).contains("shop (7) was killed for memory 61 s ago: the host was full."),
      "\(stateLine(app))")
    for second in 7...15 { try take(9_000_000, second: second, &app) }
    #expect(stateLine(app).contains("HEALTHY"))
    for second in [700, 710] { try take(9_000_000, second: second, &app) }
    #expect(!stateLine(app).contains("killed"), "\(stateLine(app))")
  }

  @Test(arguments: [(80, 24), (120, 40)]) func screens(width: Int, height: Int) throws {
    var app = try app(width: width, height: height)
    for second in 1...20 { try take(1_100_000 - second * 20_000, second: second, &app) }
    app.keys("d")
    expectGoldenWithRoles(app.screen(), "findings-\(width)x\(height)", if: width == 120)
    app.keys(.end)
    expectGolden(app.screen(), "findings-\(width)x\(height)-end")
    app.keys("d")
    #expect(app.dialog == nil)
  }

  @Test func beforeTheFirstJudgementItSaysSo() throws {
    var app = try app()
    app.keys("d")
    #expect(app.text.contains("judged with the second sample"))
  }

  /// A shortage, with the page of its findings open.
  private func opened(width: Int = 100, height: Int = 40) throws -> App {
    var app = try app(width: width, height: height)
    for second in 1...20 { try take(1_100_000 - second * 20_000, second: second, &app) }
    app.keys("d")
    return app
  }

  private func page(_ app: App) throws -> FindingsDialog {
    try #require(app.dialog as? FindingsDialog)
  }

  @Test func theFirstThatIsNamedIsUnderTheCursor() throws {
    let app = try opened()
    guard case .process(let process)? = try page(app).shown?.target else {
      Issue.record("\(try page(app).stops)")
      return
    }
    #expect(process.pid == 41)
    #expect(app.bar.items.map(\.label).starts(with: ["Explain", "Adj", "Signal", "Kill order"]))
  }

  @Test func aPromptIsForTheOneUnderTheCursorAndThePageComesBack() throws {
    var app = try opened()
    app.keys(.down)
    guard case .process(let process)? = try page(app).aimed else { throw CancellationError() }
    #expect(process.pid != 41)
    for (key, effect) in [
      (Key.character("o"), Effect.hold([process])), (.function(9), .hold([process])),
    ] {
      #expect(app.keys(key).contains(effect))
      #expect(app.dialog is AdjPrompt || app.dialog is SignalMenu)
      #expect(app.text.contains("\(process.pid) "))
      app.keys(.escape)
      #expect(try page(app).aimed == .process(process))
    }
    #expect(app.keys(.enter).contains(.sampleNow))
    #expect(app.dialog is ExplainDialog)
    app.keys(.escape)
    #expect(try page(app).aimed == .process(process))
    app.keys(.escape)
    #expect(app.dialog == nil)
  }

  @Test func boxesAndWhatOutlivesARestartAreAskedForFromThePage() throws {
    var app = try opened()
    app.keys(.down)
    guard case .process(let process)? = try page(app).aimed else { throw CancellationError() }
    app.keys("B")
    #expect(app.dialog is ContainPrompt && app.text.contains("\(process.pid) "))
    app.keys(.escape)
    #expect(try page(app).aimed == .process(process))
    for (key, deed) in [
      (Key.character("F"), Deed.pageOut(process)),
      ("W", .keep(.process(process), reloads: false)),
    ] {
      #expect(app.keys(key).contains(.plan(deed)))
      #expect(app.dialog is DeedPrompt)
      app.keys(.escape)
      #expect(try page(app).aimed == .process(process))
    }
    var (full, tree) = try openedOnFullGroup()
    let group = try #require(tree.groups.first { $0.path == Array("/full".utf8) })
    let aim = CgroupAim(path: group.path, identity: group.memory.identity)
    #expect(full.keys("F").contains(.plan(.reclaim(aim))))
    full.keys(.escape)
    #expect(full.keys("W").contains(.plan(.keep(.group(aim), reloads: false))))
  }

  @Test func tagsAreNotWhatAFindingMeans() throws {
    var app = try app()
    for second in 1...20 { try take(1_100_000 - second * 20_000, second: second, &app) }
    app.keys(.end, " ", "d")
    #expect(!app.selection.tags.processes.isEmpty)
    guard case .process(let process)? = try page(app).shown?.target else {
      throw CancellationError()
    }
    #expect(!app.selection.tags.contains(.process(process)))
    #expect(app.keys("o").contains(.hold([process])))
  }

  @Test func keysThatComeWithThePageActOnNobody() throws {
    var app = try app()
    for second in 1...20 { try take(1_100_000 - second * 20_000, second: second, &app) }
    #expect(!app.burst("d", "o").contains { if case .hold = $0 { true } else { false } })
    #expect(app.dialog is FindingsDialog)
    #expect(app.text.contains("not on the screen"))
    #expect(app.keys("o").contains { if case .hold = $0 { true } else { false } })
  }

  @Test func theCursorStaysOnItsProcessAndOnNobodyOnceThatIsNotNamed() throws {
    var app = try opened()
    app.keys(.down)
    let before = try page(app).aimed
    try take(690_000, second: 21, &app)
    #expect(try page(app).aimed == before)
    for second in 22...45 { try take(9_000_000, second: second, &app) }
    #expect(try page(app).aimed == nil)
    #expect(!app.keys("o").contains { if case .hold = $0 { true } else { false } })
    #expect(app.text.contains("names the one under the cursor any more"))
  }

  @Test func aProcessIsFoundInTheTableWhateverHidesIt() throws {
    var app = try opened()
    app.keys(.escape, "4", "1")
    app.keys("\\")
    app.write("sshd")
    app.keys(.enter, "d")
    guard case .process(let process)? = try page(app).shown?.target else {
      throw CancellationError()
    }
    app.keys("w")
    #expect(app.dialog == nil && app.pane == .processes && app.selected == process.pid)
    #expect(app.aimed == process)
    app.keys("d", "s")
    #expect(app.dialog == nil && app.pane == .victims && app.killGroup == nil)
  }

  @Test func whereNothingMayBeChangedThePageSaysSo() throws {
    var app = try App.showing(
      DangerScreenTests.host(available: 9_000_000), settings: .standard,
      readOnlyReason: "--read-only", width: 100, height: 40)
    for second in 1...20 { try take(1_100_000 - second * 20_000, second: second, &app) }
    app.keys("d", "o")
    #expect(app.dialog is FindingsDialog && app.text.contains("Adj: --read-only"))
    #expect(!app.bar.items.contains { $0.label == "Adj" })
  }

  @Test func theChartsOfAFindingFollowTheZoom() throws {
    var app = try opened()
    let seconds = try page(app).charts
    #expect(seconds[.host(.available)]?.count == 20 + 1)
    #expect(app.text.contains("charts of 1 s"))
    app.keys("v")
    #expect(try page(app).charts[.host(.available)]?.count == 3)
    #expect(app.text.contains("charts of 10 s"))
    #expect(app.text.contains("it goes away when 10 % of memory is available"))
  }

  /// A host with a group at its limit.
  private static let full: MadeUpHost = {
    var host = MadeUpHost.usual
    host.replaced["proc/meminfo"] = calm
    host.replaced["proc/self/mountinfo"] = "30 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"
    host.replaced["sys/fs/cgroup/cgroup.procs"] = "1\n"
    for (file, text) in [
      ("memory.max", "67108864"), ("memory.high", "max"), ("memory.current", "67000000"),
      ("memory.stat", "anon 66000000"), ("memory.events", "max 9\noom_kill 0"),
      ("memory.swap.max", "max"), ("memory.low", "0"), ("memory.min", "0"), ("cgroup.procs", ""),
    ] {
      host.replaced["sys/fs/cgroup/full/" + file] = text + "\n"
    }
    return host
  }()

  /// The page of a host with a full group, and what the groups are read as afterwards.
  private func openedOnFullGroup() throws -> (app: App, same: CgroupTree) {
    var app = try App.showing(Self.full, settings: .standard, width: 100, height: 40)
    let same = try Self.full.withRoot(seconds: 1001) { root in
      var reader = DiagnosisReader(root)
      app.judge(reader.facts(app.model))
      return try CgroupTree(root)
    }
    app.keys("d")
    guard case .group("/full", .some)? = try page(app).shown?.target else {
      Issue.record("\(try page(app).stops)")
      return (app, same)
    }
    return (app, same)
  }

  @Test func theLimitsOfAGroupAreEditedFromThePage() throws {
    var (app, tree) = try openedOnFullGroup()
    let labels = app.bar.items.map(\.label)
    #expect(labels.starts(with: ["Explain", "Limits", "Kill order", "Go there"]))
    #expect(app.keys("e").contains(.readGroups))
    #expect(app.dialog == nil && app.pane == .groups)
    _ = app.update(.groups(.tree(tree)))
    let prompt = try #require(app.dialog as? any GroupReadingDialog)
    #expect(prompt is LimitPrompt)
    #expect(try page(app: app.findingsBelow).aimed == .group("/full", prompt.identities[0]))
    app.keys(.escape)
    #expect(app.dialog is FindingsDialog)
  }

  private func page(app page: FindingsDialog?) throws -> FindingsDialog { try #require(page) }

  @Test func anotherGroupOfTheSameNameIsNotMeant() throws {
    var (app, _) = try openedOnFullGroup()
    // Nothing is aimed at before the key that acts: until then it is what is shown under the cursor.
    let aimed = try #require(try page(app).shown?.target)
    app.keys("e")
    // Its directory is another: of two at a time one has another number than that of a removed one.
    let trees = try Self.full.withRoot(seconds: 1002) { one in
      try Self.full.withRoot(seconds: 1002) { [try CgroupTree(one), try CgroupTree($0)] }
    }
    let other = try #require(
      trees.first { tree in
        tree.groups.allSatisfy { aimed != .group("/full", $0.memory.identity) }
      })
    _ = app.update(.groups(.tree(other)))
    #expect(!(app.dialog is LimitPrompt))
    #expect(app.notes.lines.contains { $0.contains("removed") })
  }

  @Test func whoTypesWhileTheGroupsAreReadHasLeft() throws {
    var (app, tree) = try openedOnFullGroup()
    app.keys("e", .down)
    _ = app.update(.groups(.tree(tree)))
    #expect(app.dialog == nil)
  }

  private static let calm = """
    MemTotal:       16000000 kB
    MemFree:         9000000 kB
    MemAvailable:   12000000 kB
    SwapTotal:             0 kB
    SwapFree:              0 kB

    """
}

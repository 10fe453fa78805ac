import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

struct GroupsPaneTests {
  static func tree(_ fixture: String = "newest") throws -> CgroupTree {
    try CgroupTree(try KernelRoot(Fixtures.path(fixture)))
  }

  /// An app that shows the pane.
  private static func app(
    _ width: Int = 120, _ height: Int = 40, _ glyphs: Glyphs = .unicode, _ tree: CgroupTree? = nil,
    readOnlyReason: String? = nil
  ) throws -> App {
    var app = try App.showing(
      glyphs: glyphs, readOnlyReason: readOnlyReason, width: width, height: height)
    #expect(app.keys("3").contains(.readGroups))
    _ = app.update(.groups(.tree(try tree ?? Self.tree())))
    return app
  }

  /// A host of version 2 with limits, as a folder.
  private static func made(_ changes: [String: String] = [:]) -> TemporaryTree {
    var files = [
      "proc/self/mountinfo": "30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
      "sys/fs/cgroup/cgroup.procs": "1\n",
    ]
    for (group, limit, current) in [
      ("pod", "2147483648", "900000000"), ("pod/web", "1073741824", "800000000"),
      ("pod/log", "max", "100000000"),
    ] {
      let folder = "sys/fs/cgroup/\(group)/"
      files[folder + "cgroup.procs"] = ""
      files[folder + "memory.current"] = current + "\n"
      files[folder + "memory.max"] = limit + "\n"
      files[folder + "memory.high"] = "max\n"
      files[folder + "memory.low"] = "0\n"
      files[folder + "memory.min"] = "0\n"
      files[folder + "memory.swap.max"] = "max\n"
      files[folder + "memory.oom.group"] = "0\n"
      files[folder + "memory.stat"] = "inactive_file 200000000\nactive_file 0\n"
      files[folder + "memory.events"] = "oom_kill 0\n"
    }
    return TemporaryTree(files.merging(changes) { $1 })
  }

  private static func read(_ tree: TemporaryTree) throws -> CgroupTree {
    try CgroupTree(try KernelRoot(tree.path))
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (40, 12), (20, 5)])
  func screens(_ width: Int, _ height: Int) throws {
    expectGoldenWithRoles(
      try Self.app(width, height).screen(), "groups-\(width)x\(height)", if: width == 120)
    expectGolden(try Self.app(width, height, .ascii).screen(), "groups-\(width)x\(height)-ascii")
  }

  @Test func everythingOfAGroup() throws {
    let made = Self.made()
    var app = try Self.app(100, 50, .unicode, try Self.read(made))
    app.keys("/", "w", "e", "b", .enter, .enter)
    expectGolden(app.screen(), "groups-explain-100x50")
    #expect(app.text.contains("/pod/web  1.00G  763M"))
  }

  /// The reader comes from "it was killed", so that is where the cursor begins; an older kill, and one in a
  /// group that is gone, leave it on the first line.
  @Test(arguments: [
    ("/pod/web", 5, "/pod/web"), ("/pod/web", 5000, "/"), ("/pod/old", 5, "/"),
  ])
  func theCursorBeginsWhereTheKernelKilledLast(_ killed: String, _ ago: Int, _ cursor: String)
    throws
  {
    var app = try App.showing(width: 100, height: 30)
    let now = try #require(app.model.takenAt) / 1_000_000_000
    let log =
      "oom-kill:constraint=CONSTRAINT_MEMCG,oom_memcg=\(killed),task_memcg=\(killed),task=a,pid=8,uid=0\n"
      + "Memory cgroup out of memory: Killed process 8 (a) total-vm:8kB, anon-rss:4kB\n"
    _ = app.update(
      .kills(
        KillNews(
          seen: KillTexts.kills(log), at: (now - Int64(ago)) * 1_000_000_000, state: .live)))
    app.keys("3")
    _ = app.update(.groups(.tree(try Self.read(Self.made()))))
    let line = try #require(app.groups.group(atLine: app.selection.cursor))
    #expect(String(decoding: line.path, as: UTF8.self) == cursor)
  }

  @Test func theCursorFollowsItsGroup() throws {
    var app = try Self.app()
    app.keys(.down, .down, .down)
    let path = app.aimedGroup.map { $0.tree.groups[$0.number].path }
    app.keys(.function(6), "c", "c", "c", .enter)
    #expect(app.groups.sort == .current && app.groups.isDescending)
    #expect(app.aimedGroup.map { $0.tree.groups[$0.number].path } == path)
    app.keys("I", "t", "t", "t")
    #expect(app.groups.sort == nil)
    #expect(app.aimedGroup.map { $0.tree.groups[$0.number].path } == path)
  }

  @Test func aGroupThatIsRemovedLeavesNobodyUnderTheCursor() throws {
    let made = Self.made()
    var app = try Self.app(120, 40, .unicode, try Self.read(made))
    app.keys("/", "w", "e", "b", .enter)
    made.remove("sys/fs/cgroup/pod/web")
    _ = app.update(.groups(.tree(try Self.read(made))))
    #expect(app.aimedGroup == nil)
    app.keys("e")
    #expect(app.dialog == nil && app.text.contains(App.noGroup))
    app.keys(.up)
    #expect(app.aimedGroup != nil)
  }

  @Test func foldingHidesWhatIsBelow() throws {
    var app = try Self.app(120, 40, .unicode, try Self.read(Self.made()))
    app.keys(.down, "-")
    #expect(app.groups.rows.count == 2 && app.text.contains("+ pod"))
    app.keys("+")
    #expect(app.groups.rows.count == 4)
  }

  @Test func aFilterComparesFields() throws {
    var app = try Self.app(120, 40, .unicode, try Self.read(Self.made()))
    app.keys("\\")
    app.write("share>70")
    #expect(app.groups.rows.count == 1)
    app.keys(.enter)
    #expect(app.text.contains("filter: share>70"))
    app.keys("\\", .control("u"))
    app.write("nope>1")
    #expect(app.text.contains("no field is named 'nope'"))
    app.keys(.escape)
    #expect(app.groups.filter.source == "share>70")
  }

  private static func prompt(_ app: inout App) -> [Effect] {
    app.keys("/", "w", "e", "b", .enter, "e")
  }

  @Test func aLimitIsPreviewedAndWritten() throws {
    let made = Self.made()
    var app = try Self.app(100, 40, .unicode, try Self.read(made))
    _ = Self.prompt(&app)
    app.write("1.5G")
    expectGolden(app.screen(), "groups-limits-100x40")
    app.look()
    let effects = app.keys(.enter)
    guard case .carryOut(.limits(let plan))? = effects.first else {
      Issue.record("nothing is written: \(effects)")
      return
    }
    #expect(plan.path == Array("/pod/web".utf8))
    #expect(plan.edits.map(\.new) == [.limit(.bytes(1_610_612_736))])
    let outcome = CgroupOutcome(
      done: plan.edits.map { ($0, .value($0.new)) }, failure: nil, left: [])
    let after = app.update(.carriedOut(.limits(plan), DeedOutcome(plan, outcome, at: 0)))
    #expect(app.text.contains("memory.max is 1.50G (1610612736)"))
    #expect(after.contains(.readGroups))
    #expect(
      app.acts.records.map { $0.text(arrow: "->") } == [
        "memory.max 1.00G (1073741824) -> 1.50G (1610612736)"
      ])
    let back = Deed.limits(plan.reversed(plan.edits))
    #expect(app.keys(.enter, "z").last == .plan(back))
    _ = app.update(.planned(back, .success(DeedPreview([AboutLine("max", "back to 1.00G")]))))
    #expect(app.text.contains("back to 1.00G"))
    #expect(app.keys(.enter) == [.carryOut(back)])
  }

  @Test func aLimitBelowWhatIsUsedIsConfirmedInAWord() throws {
    var app = try Self.app(100, 40, .unicode, try Self.read(Self.made()))
    _ = Self.prompt(&app)
    app.write("500M")
    app.look()
    #expect(app.keys(.enter).isEmpty)
    #expect(app.text.contains("Type yes"))
    app.look()
    app.write("y")
    app.look()
    #expect(app.keys(.enter).isEmpty)
    app.write("es")
    app.look()
    #expect(app.keys(.enter).contains { if case .carryOut(.limits) = $0 { true } else { false } })
  }

  /// The tagged groups get one limit, each shown with what it means there; undo puts both back.
  @Test func theLimitsOfTaggedGroupsAreEditedTogether() throws {
    let made = Self.made()
    var app = try Self.app(120, 40, .unicode, try Self.read(made))
    app.keys("/", "w", "e", "b", .enter, " ")
    app.keys("/", .control("u"), "l", "o", "g", .enter, " ")
    #expect(app.selection.tags.groups.count == 2)
    #expect(app.text.contains("together CURRENT 858M   tagged 2"))
    app.keys("e")
    #expect(app.text.contains("Limits of 2 groups") && app.text.contains("not the same"))
    app.write("500M")
    expectGolden(app.screen(), "groups-limits-of-two-120x40")
    app.look()
    #expect(app.keys(.enter).isEmpty && app.text.contains("Type yes"))
    app.write("yes")
    app.look()
    guard case .carryOut(let deed)? = app.keys(.enter).first, case .each(let deeds) = deed else {
      Issue.record("nothing is written")
      return
    }
    #expect(Set(deeds.map(\.about)) == ["/pod/web", "/pod/log"])
    let outcomes = deeds.compactMap { deed -> (deed: Deed, outcome: DeedOutcome)? in
      guard case .limits(let plan) = deed else { return nil }
      let done = CgroupOutcome(
        done: plan.edits.map { ($0, .value($0.new)) }, failure: nil, left: [])
      return (deed, DeedOutcome(plan, done, at: 0))
    }
    _ = app.update(.carriedOut(deed, DeedOutcome(each: outcomes)))
    #expect(app.text.contains("memory.max is 500M"))
    #expect(app.acts.records.count == 2)
    app.keys(.enter)
    guard case .plan(.each(let undos))? = app.keys("z").last else {
      Issue.record("undo is for one")
      return
    }
    #expect(undos.map(\.about) == deeds.map(\.about).reversed())
  }

  /// A group of its own is edited from its page, whatever is tagged; tagged groups that are gone are nobody.
  @Test func whatIsTaggedIsMeantOnlyWhereItIsThere() throws {
    let made = Self.made()
    var app = try Self.app(100, 40, .unicode, try Self.read(made))
    app.keys("/", "l", "o", "g", .enter, " ")
    app.keys("/", .control("u"), "w", "e", "b", .enter, "x", "e")
    _ = app.update(.groups(.tree(try Self.read(made))))
    #expect(app.dialog is LimitPrompt && app.text.contains("Limits of web"))
    app.keys(.escape)
    made.remove("sys/fs/cgroup/pod/log")
    _ = app.update(.groups(.tree(try Self.read(made))))
    #expect(app.text.contains("a tagged group has gone"))
    app.keys("e")
    #expect(app.dialog == nil && app.text.contains("the tagged groups have gone"))
    app.keys("e")
    #expect(app.text.contains("Limits of web"))
  }

  @Test func enterThatCameBeforeThePreviewWritesNothing() throws {
    var app = try Self.app(100, 40, .unicode, try Self.read(Self.made()))
    _ = Self.prompt(&app)
    app.burst("1", ".", "5", "G", .enter)
    #expect(app.dialog is LimitPrompt)
    #expect(app.notes.lines.contains(App.enterTooEarly))
  }

  @Test(arguments: ["abc", "-5", "9999999999G", "80x", "1e3"]) func whatIsNoLimitIsSaid(
    _ text: String
  ) throws {
    var app = try Self.app(100, 40, .unicode, try Self.read(Self.made()))
    _ = Self.prompt(&app)
    app.write(text)
    app.look()
    #expect(app.keys(.enter).isEmpty)
    #expect(app.dialog is LimitPrompt && app.text.contains("'\(text)'"))
  }

  /// The value in the file is another by now: the preview says what is, and keeps what was typed.
  @Test func thePromptGoesOnWithTheFiles() throws {
    let made = Self.made()
    var app = try Self.app(100, 40, .unicode, try Self.read(made))
    _ = Self.prompt(&app)
    app.write("+10%")
    made.write("sys/fs/cgroup/pod/web/memory.max", Array("2000000000\n".utf8))
    _ = app.update(.groups(.tree(try Self.read(made))))
    #expect(app.text.contains("1.86G (2000000000) → 2.05G"))
    made.remove("sys/fs/cgroup/pod/web")
    _ = app.update(.groups(.tree(try Self.read(made))))
    #expect(app.text.contains("The group was removed"))
    app.look()
    #expect(app.keys(.enter).isEmpty)
  }

  @Test func nothingIsEditedWhereNothingMayBe() throws {
    var app = try Self.app(
      100, 40, .unicode, try Self.read(Self.made()), readOnlyReason: "--read-only was given")
    #expect(Self.prompt(&app).isEmpty)
    #expect(app.dialog == nil && app.text.contains("--read-only was given"))
  }

  @Test func noHierarchyIsSaid() throws {
    var app = try Self.app()
    _ = app.update(.groups(.failed(CgroupTree.Failure.noHierarchy.message)))
    #expect(app.text.contains("no hierarchy that accounts for memory is mounted"))
  }

  @Test func fromAProcessToItsGroupAndBack() throws {
    var app = try App.showing(width: 120, height: 40)
    let row = try #require(
      app.model.processes.rows.indices.first { app.model.processes.cgroup($0) != nil })
    let process = app.model.processes.rows[row].id
    let path = try #require(app.model.processes.cgroup(row).map { Array($0) })
    app.keys("4", "1")
    app.move(to: try #require(app.line(of: process)))
    #expect(app.keys("w").contains(.readGroups))
    let folder = "sys/fs/cgroup" + String(decoding: path, as: UTF8.self)
    var files = [folder + "/memory.current": "1\n"]
    for end in folder.indices where folder[end] == "/" {
      files[folder[..<end] + "/cgroup.procs"] = ""
    }
    files[folder + "/cgroup.procs"] = ""
    let made = Self.made(files.filter { $0.key.hasPrefix("sys/fs/cgroup") })
    _ = app.update(.groups(.tree(try Self.read(made))))
    #expect(app.aimedGroup.map { $0.tree.groups[$0.number].path } == path)
    app.keys("w")
    #expect(app.pane == .processes && app.filter.source == "cgroup:" + VisibleText.make(path))
    #expect(app.line(of: process) != nil)
  }
}

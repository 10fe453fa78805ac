import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

struct AppNoteTests {
  @Test func malformedFilesAreSaidOnce() throws {
    var host = MadeUpHost.usual
    host.replaced["proc/41/statm"] = "many\n"
    var app = try App.showing(host)
    #expect(app.text.contains("/proc/41/statm"))
    app.keys(.down)
    #expect(!app.text.contains("/proc/41/statm"))
    try app.take(host, seconds: 1001)
    #expect(!app.text.contains("/proc/41/statm"))
  }

  @Test func noticesStandUntilAKeyIsTyped() throws {
    var app = try App.showing()
    #expect(app.update(.notice("terminal \u{1b}[1m is odd")).isEmpty)
    #expect(app.text.contains("terminal \\x1b[1m is odd"))
    app.keys(.down)
    #expect(!app.text.contains("is odd"))
  }

  @Test func noticesGoByThemselvesAfterSomeSamples() throws {
    var app = try App.showing()
    _ = app.update(.notice("saved"))
    for second in 1...11 as ClosedRange<UInt64> { try app.take(.usual, seconds: 1000 + second) }
    #expect(!app.text.contains("saved"))
  }

  @Test func settingsAreSavedAndSaidSo() throws {
    var app = try App.showing()
    app.keys(.function(2))
    #expect(app.dialog is SetupDialog)
    let effects = app.keys(.enter)
    #expect(effects.contains(.save(app.settings)))
    _ = app.update(.saved(.saved(path: "/home/x/memtop.toml")))
    #expect(app.text.contains("settings saved to /home/x/memtop.toml"))
    _ = app.update(.saved(.failed("no room")))
    #expect(app.text.contains("settings not saved: no room"))
  }

  @Test func theIntervalIsChosen() throws {
    var app = try App.showing()
    app.keys("i", .control("u"))
    app.write("2")
    #expect(app.keys(.enter) == [.reschedule])
    #expect(app.interval == 2000)
  }

  @Test func thePaletteRunsCommands() throws {
    var app = try App.showing()
    app.keys(":")
    app.write("invert")
    app.keys(.enter)
    #expect(app.dialog == nil)
    #expect(!app.settings.isDescending)
  }

  @Test func theClockGoesOnWithoutASample() throws {
    var app = try App.showing()
    _ = app.update(.clock(wall: 1_700_000_000_000_000_000))
    #expect(app.text.contains("22:13:20"))
  }

  @Test func whatIsLearnedIsShownAndForgotten() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    #expect(app.wants.users.sorted() == [0, 105, 1000])
    app.learn(commandLines: [], users: [(105, "postgres\u{7}"), (0, "root"), (1000, "app")])
    #expect(app.wants.users.isEmpty)
    #expect(app.text.contains("postgres"))
    #expect(app.text.contains("root"))
    let java = ProcessID(pid: 41, startTime: 2000)
    app.learn(commandLines: [(java, Array("x\0y\0".utf8))], users: [])
    #expect(app.model.commandLines.count == 1)
    host.processes.removeAll { $0.pid == 41 }
    try app.take(host, seconds: 1001)
    let child = ProcessID(pid: 42, startTime: 3000)
    app.learn(commandLines: [(child, Array("c\0".utf8))], users: [])
    #expect(Array(app.model.commandLines.keys) == [child])
  }

  @Test func commandLinesOfARunningSystemAreAskedFor() throws {
    var settings = Settings.byScore
    var app = App(
      facts: try liveFacts(), settings: settings, glyphs: .unicode, readOnlyReason: nil,
      width: 100, height: 30, timeOffset: 0, characterWidth: Surface.narrow, notices: [])
    try app.take(.usual)
    #expect(app.wants.commandLines.isEmpty)
    settings.showsCommandLine = true
    app.settings = settings
    #expect(app.wants.commandLines.map(\.pid) == [40, 41, 42, 1, 43])
    #expect(!app.plan.visible.contains(.cmdline))
    app.learn(
      commandLines: app.wants.commandLines.map { ($0, Array("/bin/\($0.pid)\0-x\0".utf8)) },
      users: [])
    #expect(app.wants.commandLines.isEmpty)
    #expect(app.text.contains(" 41 -x"))
    #expect(app.sort(by: .cmdline).isEmpty)
    #expect(app.plan.kept == .stat)
    #expect(app.pids == [1, 40, 41, 42, 43])
  }

  @Test func pageTablesAreWalkedForWhatIsShown() throws {
    var settings = Settings.byScore
    var app = try App.showing(settings: settings, height: 12)
    #expect(app.wants.walks.isEmpty)
    settings.columns = [.pid, .pss, .comm]
    app.settings = settings
    let wanted = app.wants.walks
    #expect(!wanted.isEmpty && wanted.count < app.model.processes.rows.count)
    let text = "0-1 ---p 00:00 0 [rollup]\nPss: 4096 kB\nPrivate_Clean: 0 kB\n"
    let told = SmapsRollup(Array(text.utf8).span)
    let rollup = try #require(told)
    app.learn(
      commandLines: [], users: [],
      walks: wanted.map { ($0, $0.pid == 41 ? .value(rollup) : .denied) })
    #expect(app.wants.walks.isEmpty)
    #expect(app.text.contains("4.00M") && app.text.contains("den"))
    for second in 1...10 { try app.take(.usual, seconds: 1000 + UInt64(second)) }
    #expect(app.wants.walks == wanted)
    // Sums and orders need them all.
    app.settings.grouping = .name
    #expect(app.wants.walks.count == app.model.processes.rows.count { !$0.isKernelThread })
  }

  /// A frame that asks what cannot be answered would be followed by the next one, for ever.
  @Test func whatCannotBeReadIsNotAskedForAtEveryFrame() throws {
    var app = App(
      facts: try liveFacts(), settings: .standard, glyphs: .unicode, readOnlyReason: nil,
      width: 100, height: 30, timeOffset: 0, characterWidth: Surface.narrow, notices: [])
    app.settings.showsCommandLine = true
    try app.take(.usual)
    #expect(!app.wants.commandLines.isEmpty)
    app.learn(commandLines: app.wants.commandLines.map { ($0, nil) }, users: [])
    #expect(app.wants.commandLines.isEmpty)
    #expect(app.model.commandLines.isEmpty)
  }

  @Test func whatIsLearnedAgainAsItWasIsNoNews() throws {
    var app = try App.showing(MadeUpHost.usual)
    let java = ProcessID(pid: 41, startTime: 2000)
    var isNews: [Bool] = []
    for text in ["x\0", "x\0", nil, "y\0"] as [String?] {
      isNews.append(app.learn(commandLines: [(java, text.map { Array($0.utf8) })], users: []))
    }
    #expect(isNews == [true, false, false, true])
    let isNewName = app.learn(commandLines: [], users: [(1000, "app")])
    #expect(isNewName)
  }

  private func liveFacts() throws -> HostFacts {
    var facts = try MadeUpHost.usual.withRoot { Sampler($0).facts }
    facts.isLive = true
    return facts
  }
}

import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// Kills and changes below the host's figures.
struct EventsPaneTests {
  /// Boot was at 1700000000; the made-up host is sampled at 1000 seconds of uptime.
  private static let log = """
    4,0,90000000,-;java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
    4,1,90000001,-;CPU: 0 PID: 41 Comm: java Not tainted 6.12.8 #1
    6,2,90000002,-;memory: usage 65536kB, limit 65536kB, failcnt 3
    6,3,90000002,-;swap: usage 0kB, limit 0kB, failcnt 0
    6,4,90000003,-;Tasks state (memory values in pages):
    6,5,90000003,-;[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name
    6,6,90000004,-;[     41]  1000    41    40000    12704    12000      704         0   139264        0             0 java
    6,7,90000005,-;[     42]  1000    42     2432     2342     2000      342         0    53248        0          -500 child
    6,8,90000006,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/system.slice/shop.service,task_memcg=/system.slice/shop.service,task=java,pid=41,uid=1000
    3,9,90000007,-;Memory cgroup out of memory: Killed process 41 (java) total-vm:160000kB, anon-rss:48000kB, file-rss:2816kB, shmem-rss:0kB, UID:1000 pgtables:136kB oom_score_adj:0
    3,10,500000000,-;Out of memory: Killed process 4121 (postgres) total-vm:5242880kB, anon-rss:3145728kB, file-rss:1048576kB, shmem-rss:0kB, UID:105 pgtables:8192kB oom_score_adj:-200

    """

  private static func app(
    _ width: Int, _ height: Int, _ glyphs: Glyphs = .unicode, counted: Int = 3,
    namesGroupsAsLog: Bool = true, readOnlyReason: String? = nil
  ) throws -> App {
    var host = MadeUpHost.usual
    host.replaced["proc/vmstat"] = "oom_kill \(counted)\n"
    var app = try App.showing(
      host, glyphs: glyphs, readOnlyReason: readOnlyReason, width: width, height: height,
      namesGroupsAsLog: namesGroupsAsLog)
    let extent = KernelLogExtent(firstNumber: 0, firstUptime: 0, gaps: 0)
    _ = app.update(
      .kills(
        KillNews(
          kills: KillTexts.kills(log), state: .live, extent: extent, killLines: 2)))
    let edit = AdjEdit(
      process: ProcessID(pid: 41, startTime: 2000), name: "java", old: 0, new: -500)
    _ = app.update(
      .adjusted([
        AdjOutcome(edit: edit, before: 0, result: .done, at: 1_700_000_700_000_000_000)
      ]))
    app.notes = Notes()
    app.keys("5")
    return app
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (40, 12), (20, 5)])
  func screens(_ width: Int, _ height: Int) throws {
    expectGoldenWithRoles(
      try Self.app(width, height).screen(), "events-\(width)x\(height)", if: width == 120)
    expectGolden(try Self.app(width, height, .ascii).screen(), "events-\(width)x\(height)-ascii")
  }

  private static func names(_ app: App) -> [String] {
    let name = EventColumn.all.first { $0.id == "name" }!
    return app.events.map { name.text($0, app) }
  }

  @Test func theOrderIsChosenAndTheCursorKeepsItsEvent() throws {
    var app = try Self.app(120, 40)
    #expect(Self.names(app) == ["java", "postgres", "java"])
    app.keys(.down)
    // By the name; what has the same one stays as it was, the newest first.
    app.keys(.function(6), "n")
    let menu = try #require(app.dialog as? ColumnSortMenu)
    #expect(menu.names[menu.cursor.index] == "NAME")
    app.keys(.enter)
    #expect(Self.names(app) == ["java", "java", "postgres"])
    #expect(app.selection.cursor == 2)
    #expect(app.text.contains("sort: NAME▲"))
    app.keys("I")
    #expect(Self.names(app) == ["postgres", "java", "java"])
    #expect(app.selection.cursor == 0)
    app.keys(.function(6), .home, .enter, "I")
    #expect(Self.names(app) == ["java", "postgres", "java"], "the oldest first")
  }

  @Test func eventsAreTagged() throws {
    var app = try Self.app(160, 40)
    app.keys(.down, " ", " ")
    #expect(app.text.contains("together RSS 4.05G   tagged 2"))
    app.keys("I")
    #expect(app.text.contains("•"))
    app.keys("U")
    #expect(!app.text.contains("tagged"))
  }

  /// An event that came to the cursor's line since the user looked is not the one that Enter is for.
  @Test func enterIsForTheEventThatWasSeen() throws {
    var app = try Self.app(120, 40)
    #expect(app.selection.cursor == 0 && Self.names(app)[0] == "java")
    app.look()
    let edit = AdjEdit(
      process: ProcessID(pid: 42, startTime: 2000), name: "newer", old: 0, new: 100)
    _ = app.update(
      .adjusted([
        AdjOutcome(edit: edit, before: 0, result: .done, at: 1_700_000_800_000_000_000)
      ]))
    #expect(Self.names(app)[0] == "newer" && app.selection.cursor == 0)
    _ = app.update(.key(.enter))
    #expect(app.text.contains("java, pid 41"))
    app.keys(.escape)
    app.look()
    app.keys(.enter)
    #expect(app.text.contains("newer, pid 42"))
  }

  /// A kill leads to the group whose limit was met, from its line and from its report.
  @Test func aKillLeadsToItsGroup() throws {
    for opens in [false, true] {
      var app = try Self.app(120, 40)
      app.keys(.end)
      #expect(Self.names(app)[app.selection.cursor] == "java")
      if opens { app.keys(.enter) }
      app.keys("e")
      #expect(app.pane == .groups)
      #expect(
        app.groupWanted.map { String(decoding: $0, as: UTF8.self) } == "/system.slice/shop.service")
    }
    var app = try Self.app(120, 40)
    app.keys(.end, .enter, "s")
    #expect(app.pane == .victims && app.killGroup == "/system.slice/shop.service")
    // The host was full: there is no group to go to.
    app = try Self.app(120, 40)
    app.keys(.down, "e")
    #expect(app.pane == .events && app.text.contains("this line is about no group's limit"))
    app.keys(.enter, "e")
    #expect(app.dialog is KillReportDialog, "the report of such a kill knows no such key")
  }

  /// Where nothing may be changed, the report offers what changes nothing.
  @Test func aReportOffersNoLimitsWhereNothingMayBeChanged() throws {
    var app = try Self.app(120, 40, readOnlyReason: "--read-only was given")
    app.keys(.end, .enter)
    let labels = app.bar.items.map(\.label)
    #expect(labels.contains("Kill order") && !labels.contains("Limits"))
    app.keys("e")
    #expect(app.dialog is KillReportDialog)
  }

  /// In a container's own cgroup namespace the log names the host's groups: one that is called the same here
  /// is another.
  @Test func theLogsGroupsAreNotTheContainers() throws {
    var app = try Self.app(120, 40, namesGroupsAsLog: false)
    app.keys(.end, "e")
    #expect(app.pane == .events && app.text.contains("this line is about no group's limit"))
    app.keys(.enter, "e")
    #expect(app.dialog is KillReportDialog && app.pane == .events)
  }

  @Test func whatHasNoValueComesLastInBothDirections() throws {
    var app = try Self.app(200, 60)
    let anon = try #require(EventColumn.all.first { $0.id == "anon" })
    app.orderEvents { $0.sort(by: anon) }
    #expect(Self.names(app) == ["postgres", "java", "java"])
    app.keys("I")
    #expect(Self.names(app) == ["java", "postgres", "java"])
    guard case .act? = app.events.last else { return #expect(Bool(false), "an act has no size") }
  }

  @Test func aHeadingSortsAndTurnsTheOrderRound() throws {
    var app = try Self.app(120, 40)
    let (fitting, columns) = EventTable.columns(app.settings, width: 120)
    let place = try #require(fitting.places.first { columns[$0.index].id == "by" })
    _ = app.pressHeading(at: place.x)
    #expect(app.text.contains("sort: BY▲"))
    _ = app.pressHeading(at: place.x)
    #expect(app.text.contains("sort: BY▼"))
    app.keys("<")
    #expect(app.text.contains("sort: TIME▼"))
    app.keys("<")
    #expect(app.text.contains("no column further"))
  }

  @Test(arguments: [(80, 24), (120, 40)])
  func enterExplainsAKill(_ width: Int, _ height: Int) throws {
    var app = try Self.app(width, height)
    app.keys(.down, .down, .enter)
    #expect(app.dialog is KillReportDialog)
    expectGolden(app.screen(), "events-report-\(width)x\(height)")
    app.keys(.end)
    #expect(app.text.contains("Choice:"))
    app.keys(.escape)
    #expect(app.dialog == nil)
  }

  @Test func aSearchFindsEvents() throws {
    var app = try Self.app(80, 24)
    app.keys("/")
    app.write("postg")
    #expect(app.selection.cursor == 1)
    app.keys(.enter, "n")
    #expect(app.selection.cursor == 1)
    app.keys("/")
    app.write("JAVA")
    app.keys(.enter)
    #expect(app.selection.cursor == 2)
    app.keys("N")
    #expect(app.selection.cursor == 0)
    app.keys("/")
    app.write("zz")
    #expect(app.text.contains("nothing found"))
  }

  /// A host without a journal has nothing to be warned of there.
  @Test(arguments: [JournalReading.missing, .empty]) func aMissingJournalIsSaidQuietly(
    _ reading: JournalReading
  ) throws {
    var app = try Self.app(80, 24)
    _ = app.update(.journal(JournalNews(reading: reading)))
    let screen = app.screen()
    let row = try #require(
      screen.lines.firstIndex { $0.contains("kills by programs are not seen") })
    #expect(screen[2, row].style.role == .dim)
  }

  @Test func enterShowsAChange() throws {
    var app = try Self.app(80, 24)
    app.keys(.enter)
    #expect(app.text.contains("oom_score_adj of java, pid 41: 0 → -500"))
    #expect(app.text.contains("2023-11-14T22:25:00Z"))
  }

  /// What the journal of the same host tells: boot was at 22:13:20.
  private static let journal = """
    2023-11-14T22:14:00Z b systemd-oomd: Killed /user.slice/user-1000.slice/a.scope due to memory pressure for /user.slice being 71.95% > 50.00% for > 20s with reclaim activity
    2023-11-14T22:15:00Z b earlyoom: sending SIGTERM to process 29410 uid 105 "cluster": badness 1264, VmRSS 23964 MiB
    2023-11-14T22:24:00Z b nohang:   PID: 903309, name: mysqld, state: S, EUID: 27, SID: 1 (a)
    2023-11-14T22:24:00Z b nohang:   cgroup_v2: /system.slice/mysqld.service
    2023-11-14T22:24:00Z b nohang:   Sending SIGKILL to the victim
    2023-11-14T22:26:00Z b systemd: web.service: Main process exited, code=killed, status=9/KILL

    """

  private static func appWithPrograms(
    _ width: Int, _ height: Int, _ glyphs: Glyphs = .unicode
  ) throws -> App {
    var app = try app(width, height, glyphs)
    let sent = SignalOutcome(
      process: ProcessID(pid: 42, startTime: 3000), name: "java-child", signal: SignalChoice.all[0],
      result: .sent, at: 1_700_000_800_000_000_000)
    _ = app.update(.signalled([sent]))
    app.notes = Notes()
    _ = app.update(
      .journal(
        JournalNews(
          kills: KillTexts.reported(journal), reading: .read(at: 1_700_000_900_000_000_000))))
    return app
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (40, 12)])
  func killsByProgramsNameThem(_ width: Int, _ height: Int) throws {
    expectGolden(
      try Self.appWithPrograms(width, height).screen(), "events-programs-\(width)x\(height)")
    expectGolden(
      try Self.appWithPrograms(width, height, .ascii).screen(),
      "events-programs-\(width)x\(height)-ascii")
  }

  /// From the newest to the oldest.
  private static let told: [(title: String, words: [String])] = [
    ("A signal", ["SIGTERM sent to java-child, pid 42", "cannot be undone"]),
    ("Killed by somebody", ["SIGKILL ended the main process of web.service", "status=9/KILL"]),
    ("A change", ["oom_score_adj of java"]),
    ("Killed by nohang", ["2023-11-14T22:24:00Z", "to 903309 mysqld /system.slice/mysqld"]),
    ("Why 4121 postgres was killed", []),
    (
      "Killed by earlyoom",
      ["earlyoom sent SIGTERM to 29410 cluster", "Its user: uid 105", "VmRSS 23964 MiB"]
    ),
    ("Why 41 java was killed", []),
    ("Killed by systemd-oomd", ["/user.slice/user-1000.slice/a.scope", "71.95% > 50.00%"]),
  ]

  @Test(arguments: told.indices)
  func enterSaysWhatIsKnown(_ line: Int) throws {
    let (title, words) = Self.told[line]
    var app = try Self.appWithPrograms(120, 40)
    app.move(to: line)
    app.keys(.enter)
    #expect(app.text.contains(title))
    let text = app.text.split { $0 == " " || $0 == "\n" || $0 == "│" }.joined(separator: " ")
    for word in words { #expect(text.contains(word), "\(word)") }
  }

  @Test(arguments: [(1, "somebody"), (5, "earlyoom"), (7, "oomd")])
  func whatIsKnownIsReadable(_ line: Int, _ name: String) throws {
    var app = try Self.appWithPrograms(80, 24)
    app.move(to: line)
    app.keys(.enter)
    expectGolden(app.screen(), "events-killed-by-\(name)")
  }

  @Test func theJournalIsAskedForWhenThePaneComesUp() throws {
    var app = try App.showing()
    #expect(app.keys("5").isEmpty)
    let facts = Sampler(try KernelRoot()).facts
    var live = App(
      facts: facts, settings: .byScore, glyphs: .unicode, readOnlyReason: nil, width: 80,
      height: 24, timeOffset: 0, characterWidth: Surface.narrow, notices: [])
    #expect(live.start().isEmpty)
    #expect(live.keys("5").contains(.readJournal(since: nil)))
    // One reading at a time.
    #expect(live.keys("1", "5").allSatisfy { $0 != .readJournal(since: nil) })
    #expect(live.text.contains("reading the journal"))
    _ = live.update(.journal(JournalNews(reading: .read(at: 100_000_000_000))))
    #expect(live.text.contains("from the journal at 00:01:40; 5 reads it again"))
    #expect(live.keys("5") == [.readJournal(since: 40)])
    _ = live.update(.journal(JournalNews(reading: .missing)))
    #expect(live.text.contains("there is no journalctl"))
    _ = live.update(.journal(JournalNews(reading: .empty)))
    #expect(live.text.contains("no right to the journal, or it is empty"))
    _ = live.update(.journal(JournalNews(reading: .refused("journalctl was killed"))))
    #expect(live.text.contains("kills by programs are not all seen: journalctl was killed"))
    live.begin(in: "events")
    #expect(live.start() == [.readJournal(since: 40)])
  }

  @Test func anOlderKillFromTheJournalDoesNotMoveTheCursor() throws {
    var app = try Self.app(120, 40)
    app.keys(.down, .down)
    let before = app.event(atLine: app.selection.cursor)?.id
    _ = app.update(
      .journal(
        JournalNews(kills: KillTexts.reported(Self.journal), reading: .read(at: 1))))
    #expect(app.selection.cursor == 5)
    #expect(app.event(atLine: app.selection.cursor)?.id == before)
  }

  @Test func undoPassesOverSignals() throws {
    var app = try Self.app(120, 40)
    let signal = SignalOutcome(
      process: ProcessID(pid: 41, startTime: 2000), name: "java", signal: SignalChoice.all[0],
      result: .sent, at: 1_700_000_800_000_000_000)
    _ = app.update(.signalled([signal]))
    #expect(app.acts.records.count == 2)
    app.keys("z")
    #expect(app.dialog is UndoPrompt)
    #expect(app.text.contains("-500 → 0"))
    let edit = AdjEdit(process: signal.process, name: "java", old: -500, new: 0)
    _ = app.update(
      .adjusted([AdjOutcome(edit: edit, before: -500, result: .done)], undoes: true))
    app.keys(.escape)
    #expect(app.acts.undo == nil)
    app.keys("z")
    #expect(app.dialog == nil)
  }

  @Test func whatIsDoneGoesToTheLog() throws {
    var app = try MadeUpHost.usual.withRoot { root in
      App(
        facts: Sampler(root).facts, settings: .byScore, glyphs: .unicode, readOnlyReason: nil,
        width: 80, height: 24, timeOffset: 0, characterWidth: Surface.narrow, notices: [],
        changeLog: "/var/log/acts")
    }
    let signal = SignalOutcome(
      process: ProcessID(pid: 41, startTime: 2000), name: "java", signal: SignalChoice.all[0],
      result: .sent, at: 9)
    let refused = SignalOutcome(
      process: ProcessID(pid: 42, startTime: 2000), name: "a", signal: SignalChoice.all[0],
      result: .refused(1))
    let effects = app.update(.signalled([signal, refused]))
    #expect(effects == [.log([.signal(try #require(SentSignal(signal)))]), .sampleNow])
  }

  @Test func theCursorStaysOnItsEvent() throws {
    var app = try Self.app(120, 40)
    app.keys(.down)
    let kill = KillTexts.kills("Out of memory: Killed process 7 (new) total-vm:8kB\n")
    let now = try #require(app.wall)
    _ = app.update(.kills(KillNews(seen: kill, at: now, state: .live)))
    #expect(app.selection.cursor == 2)
    app.keys(.home)
    _ = app.update(.kills(KillNews(seen: kill, at: now, state: .live)))
    #expect(app.selection.cursor == 0)
    #expect(app.eventCount == 5)
    app.keys("1")
    _ = app.update(.kills(KillNews(seen: kill, at: now, state: .live)))
    #expect(app.pane == .processes && app.selection.cursor == 0)
  }

  @Test func actsOnProcessesFindNoneHere() throws {
    var app = try Self.app(80, 24)
    #expect(app.keys("o").isEmpty)
    #expect(app.keys(.function(9)).isEmpty)
    #expect(app.dialog == nil)
  }

  @Test func aRefusalNamesTheRight() throws {
    var app = try App.showing(width: 80, height: 24)
    app.keys("5")
    _ = app.update(
      .kills(
        KillNews(
          state: .refused("kernel log: /dev/kmsg: Operation not permitted: CAP_SYSLOG is missing"))
      ))
    #expect(app.text.contains("CAP_SYSLOG is missing"))
    #expect(app.text.contains("the kernel's log cannot be read"))
  }

  @Test func aKillOnAPausedScreenWaitsOnIt() throws {
    var app = try Self.app(120, 40)
    app.keys("Z")
    let later = try #require(app.wall) + 60_000_000_000
    let kill = KillTexts.kills("Out of memory: Killed process 7 (new) total-vm:8kB\n")
    _ = app.update(.kills(KillNews(seen: kill, at: later, state: .live)))
    #expect(app.text.contains("KILLED  7 new just now"))
  }

  @Test func everySizeIsDrawn() throws {
    var app = try Self.appWithPrograms(200, 60)
    for width in stride(from: 1, through: 200, by: 7) {
      for height in stride(from: 1, through: 60, by: 5) {
        _ = app.update(.resized(width: width, height: height))
        #expect(app.screen().lines.count == height)
      }
    }
  }

  @Test func eventsAreFilteredByTheirColumns() throws {
    var app = try Self.app(120, 40)
    func names() -> [String] {
      app.events.map { event in
        EventColumn.all.first { $0.id == "name" }?.text(event, app) ?? ""
      }
    }
    #expect(names().count == 3)
    app.keys(.function(4))
    app.write("by:kernel")
    app.keys(.enter)
    #expect(names() == ["postgres", "java"] && app.lineCount == 2)
    #expect(app.text.contains("filter: by:kernel"))
    app.keys("\\", .control("u"))
    app.write("rss>1G adj<0")
    app.keys(.enter)
    #expect(names() == ["postgres"])
    app.keys("\\", .control("u"))
    app.write("shop.service")
    app.keys(.enter)
    #expect(names() == ["java"])
    app.keys("\\", .control("u"))
    app.write("pid=99")
    app.keys(.enter)
    #expect(names().isEmpty && app.text.contains("no event fits the filter"))
    app.keys("\\", .control("u"), .enter)
    #expect(names().count == 3)
  }

  @Test func everyColumnIsInTheHelp() {
    #expect(EventColumn.all.allSatisfy { !$0.help.isEmpty })
    #expect(Set(EventColumn.all.map(\.id)).count == EventColumn.all.count)
  }
}

extension App {
  /// What is shown, from the first line on.
  fileprivate var events: [ListedEvent] { (0..<eventCount).compactMap { event(atLine: $0) } }
}

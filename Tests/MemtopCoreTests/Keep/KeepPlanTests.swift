import Glibc
import LinuxKernel
import MemtopCore
import Testing

struct KeepPlanTests {
  private static let vendor = "usr/lib/systemd/system/"
  private static let unit = "[Unit]\nDescription=shop\n[Service]\nExecStart=/bin/shop\n"

  @Test func theFileIsWholeAndAtItsPlace() throws {
    let tree = try UnitTree([Self.vendor + "shop.service": Self.unit])
    let plan = try tree.plan(
      "shop",
      [
        (.oomScoreAdj, .adj(-500)), (.max, .limit(.bytes(2 << 30))), (.high, .limit(.none)),
        (.low, .limit(.bytes(0))), (.swapMax, .limit(.bytes(0))), (.oomPolicy, .policy(.continue)),
      ])
    #expect(plan.path == "/etc/systemd/system/shop.service.d/50-memtop.conf")
    #expect(
      plan.new == """
        # Written by memtop. To take it away: memtop keep --remove shop.service
        [Service]
        OOMScoreAdjust=-500
        MemoryMax=2147483648
        MemoryHigh=infinity
        MemoryLow=0
        MemorySwapMax=0
        OOMPolicy=continue

        """)
    #expect(plan.old == nil && plan.overridden.isEmpty && plan.stronger.isEmpty)
    #expect(plan.undo == "memtop keep --remove shop.service")
    #expect(
      plan.activation.map(\.command) == [
        "systemctl daemon-reload", "systemctl restart shop.service",
      ])
  }

  /// Its place, its section, and how its manager is told.
  @Test(arguments: [
    ("user-1000.slice", UnitManager.system, "/etc/systemd/system/user-1000.slice.d", "[Slice]"),
    ("getty@tty1.service", .system, "/etc/systemd/system/getty@tty1.service.d", "[Service]"),
    ("getty@.service", .system, "/etc/systemd/system/getty@.service.d", "[Service]"),
    ("srv-data.mount", .system, "/etc/systemd/system/srv-data.mount.d", "[Mount]"),
    (#"a\x2db.swap"#, .system, #"/etc/systemd/system/a\x2db.swap.d"#, "[Swap]"),
    ("vnc.service", .everyUser(of: 1000), "/etc/systemd/user/vnc.service.d", "[Service]"),
    (
      "vnc.service", .own(user: 1000, config: "/home/u/.config"),
      "/home/u/.config/systemd/user/vnc.service.d", "[Service]"
    ),
  ])
  func everyKindHasItsPlace(
    _ unit: String, _ manager: UnitManager, _ folder: String, _ section: String
  ) throws {
    let tree = try UnitTree([
      Self.vendor + "getty@.service": Self.unit, "usr/lib/systemd/user/vnc.service": Self.unit,
    ])
    let plan = try tree.plan(unit, [(.max, .limit(.bytes(4096)))], manager)
    let isEveryUser = if case .everyUser = manager { true } else { false }
    let name = (isEveryUser ? "-users" : "") + (unit.contains("@.") ? "-template" : "")
    #expect(plan.path == "\(folder)/50-memtop\(name).conf")
    #expect(plan.new?.hasSuffix("\n\(section)\nMemoryMax=4096\n") == true)
    let reload = try #require(plan.activation.first?.command)
    switch manager {
    case .system: #expect(reload == "systemctl daemon-reload")
    case .own: #expect(reload == "systemctl --user daemon-reload")
    case .everyUser: #expect(reload == "systemctl --user --machine=1000@.host daemon-reload")
    }
    #expect(plan.undo.contains("--user-unit") == (manager != .system))
    #expect(plan.notes.contains { $0.contains("every instance") } == unit.contains("@."))
  }

  @Test func whatIsKeptAlreadyStays() throws {
    let old = """
      # mine
      [Unit]
      After=db.service

      [Service]
      MemoryMax=1G
      # both of these
      Environment=A=1 \\
        B=2
      MemoryMax=1500M

      [Install]
      WantedBy=multi-user.target

      """
    let path = "etc/systemd/system/shop.service.d/50-memtop.conf"
    let tree = try UnitTree([Self.vendor + "shop.service": Self.unit, path: old])
    let plan = try tree.plan(
      "shop", [(.max, .limit(.bytes(4096))), (.high, .limit(.none)), (.low, nil)])
    let new = try #require(plan.new)
    #expect(plan.old == old)
    #expect(
      new
        == old.replacing("MemoryMax=1G", with: "MemoryMax=4096")
        .replacing("  B=2\nMemoryMax=1500M", with: "  B=2\nMemoryHigh=infinity"))
    #expect(plan.changes.map(\.old) == ["1500M", nil])
    #expect(plan.undo == "memtop keep --high=default --max=1500M shop.service")
    // What the undo says brings it back to what counted.
    try Self.write(new, tree.tree.path + "/" + path)
    let back = try tree.plan("shop", [(.high, nil), (.max, .limit(.bytes(1500 << 20)))])
    #expect(back.new?.contains("MemoryHigh") == false)
    #expect(back.new?.contains("MemoryMax=1572864000\n") == true)
  }

  private static func write(_ text: String, _ path: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }

  @Test func theSameAgainChangesNothing() throws {
    let tree = try UnitTree([Self.vendor + "shop.service": Self.unit])
    let wishes: [KeepPlan.Wish] = [(.max, .limit(.bytes(4096)))]
    let first = try tree.plan("shop", wishes)
    tree.tree.write(String(first.path.dropFirst()), Array(try #require(first.new).utf8))
    let second = try tree.plan("shop", wishes)
    #expect(second.isUnchanged && second.changes.isEmpty)
    let last = try tree.plan("shop", [(.max, nil)])
    #expect(last.new == nil && last.old == first.new)
  }

  @Test func filesThatAreReadLaterWin() throws {
    let etc = "etc/systemd/system/"
    let tree = try UnitTree([
      Self.vendor + "shop-web@.service": Self.unit + "MemoryMax=1G\n",
      etc + "shop-web@a.service.d/10-x.conf": "[Service]\nMemoryMax=2G\nMemoryHigh=1G\n",
      etc + "shop-web@.service.d/60-y.conf": "[Service]\nMemoryMax=3G\n",
      etc + "shop-@a.service.d/70-z.conf": "[Service]\nOOMScoreAdjust=1\n",
      etc + "service.d/zz.conf": "[Service]\nMemoryMax=4G\n",
      // In another section it says nothing, and one of the same name in a folder before goes first.
      etc + "shop-web@a.service.d/80-no.conf": "[Unit]\nMemoryMax=5G\n",
      "run/systemd/system.control/shop-web@a.service.d/50-MemoryMax.conf":
        "[Service]\nMemoryMax=6G\n",
      Self.vendor + "shop-web@a.service.d/60-y.conf": "[Service]\nMemoryMax=7G\n",
      Self.vendor + "shop-web@a.service.d/README": "[Service]\nMemoryMax=8G\n",
    ])
    let plan = try tree.plan(
      "shop-web@a", [(.max, .limit(.bytes(4096))), (.oomScoreAdj, .adj(5))])
    #expect(plan.overridden.map(\.value) == ["1G", "2G", "6G"])
    #expect(plan.stronger.map(\.value) == ["3G", "4G", "1"])
    #expect(
      plan.stronger.map(\.path) == [
        "/etc/systemd/system/shop-web@.service.d/60-y.conf",
        "/etc/systemd/system/service.d/zz.conf",
        "/etc/systemd/system/shop-@a.service.d/70-z.conf",
      ])
  }

  /// Of two files of one name systemd reads the nearer alone.
  @Test func whatIsKeptForAnInstanceDoesNotHideItsTemplates() throws {
    let tree = try UnitTree([Self.vendor + "cell@.service": Self.unit])
    let all = try tree.plan("cell@", [(.max, .limit(.bytes(8192)))])
    tree.tree.write(String(all.path.dropFirst()), Array(try #require(all.new).utf8))
    let one = try tree.plan("cell@a", [(.high, .limit(.bytes(4096)))])
    tree.tree.write(String(one.path.dropFirst()), Array(try #require(one.new).utf8))
    #expect(try tree.files("cell@a").dropIns.map(\.path) == [all.path, one.path])
    let over = try tree.plan("cell@a", [(.max, .limit(.bytes(4096)))])
    #expect(over.overridden.map(\.value) == ["8192"] && over.stronger.isEmpty)
  }

  @Test func anotherNameIsTheRealUnits() throws {
    let tree = try UnitTree([Self.vendor + "ssh.service": Self.unit])
    let link = tree.tree.path + "/etc/systemd/system/sshd.service"
    #expect(symlink("/lib/systemd/system/ssh.service", link) == 0)
    let files = try tree.files("sshd")
    #expect(
      files.unit.text == "ssh.service" && files.fragment?.path.hasSuffix("ssh.service") == true)
    #expect(files.path == "/etc/systemd/system/ssh.service.d/50-memtop.conf")
  }

  @Test func whatCannotBeKeptIsRefused() throws {
    let tree = try UnitTree([
      Self.vendor + "shop.service": Self.unit, Self.vendor + "apt.timer": "[Timer]\n",
      "run/systemd/transient/run-u3.service": Self.unit,
      "etc/systemd/system/raw.service": Self.unit,
      "etc/systemd/system/raw.service.d/50-memtop.conf": "[Service]\n\0\n",
    ])
    #expect(symlink("/dev/null", tree.tree.path + "/etc/systemd/system/gone.service") == 0)
    let limit: [KeepPlan.Wish] = [(.max, .limit(.bytes(4096)))]
    for (unit, wishes, reason) in [
      ("run-u3", limit, "is transient"), ("gone", limit, "is masked"),
      ("none", limit, "there is no unit file"), ("raw", limit, "is not text"),
      ("session-3.scope", limit, "is a scope"), ("apt.timer", limit, "has no processes"),
      ("-.slice", limit, "the whole host"), ("kubepods.slice", limit, "kubelet"),
      ("docker-" + String(repeating: "0a", count: 32) + ".scope", limit, "run by docker"),
      ("user-1.slice", [(.oomScoreAdj, .adj(1))], "a slice starts no program"),
      ("user-1.slice", [(.oomPolicy, .policy(.stop))], "is for services"),
      ("shop", [(.max, .limit(.bytes(0)))], "systemd does not take it"),
    ] as [(String, [KeepPlan.Wish], String)] {
      let said = try refusal { _ = try tree.plan(unit, wishes) }
      #expect(said?.contains(reason) == true, "\(unit): \(said ?? "kept")")
    }
  }

  @Test func aDropInThatIsALinkIsNotFollowed() throws {
    let tree = try UnitTree([Self.vendor + "shop.service": Self.unit, "secret": "MemoryMax=1"])
    tree.tree.makeDirectory("etc/systemd/system/shop.service.d")
    let own = tree.tree.path + "/etc/systemd/system/shop.service.d/50-memtop.conf"
    #expect(symlink("/secret", own) == 0)
    let said = try refusal { _ = try tree.files("shop") }
    #expect(said?.contains("is a link") == true)
  }

  @Test func onlyWhatMemtopWroteIsTakenAway() throws {
    let tree = try UnitTree([Self.vendor + "shop.service": Self.unit + "MemoryMax=1G\n"])
    let none = try refusal { _ = try KeepPlan(removing: tree.files("shop")) }
    #expect(none?.contains("nothing is kept for shop.service") == true)
    let plan = try tree.plan("shop", [(.max, .limit(.bytes(4096)))])
    tree.tree.write(String(plan.path.dropFirst()), Array(try #require(plan.new).utf8))
    let removal = try KeepPlan(removing: tree.files("shop"))
    #expect(removal.new == nil && removal.old == plan.new && removal.path == plan.path)
    #expect(removal.undo == "memtop keep --max=4096 shop.service")
    #expect(removal.overridden.map(\.value) == ["1G"])
  }

  @Test func notesSayWhereAValueDoesNotHold() throws {
    let tree = try UnitTree([
      Self.vendor + "shop.service": Self.unit, "usr/lib/systemd/user/shop.service": Self.unit,
    ])
    let old = try tree.plan("shop", [(.high, .limit(.none)), (.max, .limit(.none))], version: .v1)
    #expect(old.notes == ["with cgroup v1 systemd does not apply MemoryHigh="])
    let user = try tree.plan("shop", [(.oomScoreAdj, .adj(-1))], .everyUser(of: nil))
    #expect(user.notes.contains { $0.contains("may not lower oom_score_adj") })
  }
}

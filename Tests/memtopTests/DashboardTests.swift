import Glibc
import Testing

/// The real program on the screen that a person sees: keys and mouse do what the help says.
@Suite struct DashboardTests {
  /// A process for the tests to act on, and the dashboard showing it alone.
  private final class Stage {
    let target: Spawned
    let tmux: Tmux

    init(_ options: String = "", width: Int = 120, height: Int = 40) throws {
      target = try Spawned(["sleep", "600"], environment: Environment.list(changing: [:]))
      tmux = try Tmux(width: width, height: height)
      try tmux.command("\(MemtopBinary.path) \(options) --filter pid=\(target.pid)")
      let pid = target.pid
      try tmux.wait(for: "the row of \(pid)") { lines in
        lines.contains { $0.contains("\(pid) ") && $0.contains("sleep") }
      }
    }

    var adj: Int? {
      guard let file = fopen("/proc/\(target.pid)/oom_score_adj", "re") else { return nil }
      defer { fclose(file) }
      var value: Int32 = 0
      return withUnsafeMutablePointer(to: &value) {
        withVaList([$0]) { vfscanf(file, "%d", $0) }
      } == 1 ? Int(value) : nil
    }

    func waitForAdj(_ wanted: Int) throws {
      try tmux.wait(for: "oom_score_adj \(wanted), it is \(String(describing: adj))") { _ in
        adj == wanted
      }
    }
  }

  @Test func anEditIsWrittenAndUndone() throws {
    let stage = try Stage()
    try stage.tmux.keys("o")
    try stage.tmux.expect("New value")
    try stage.tmux.keys("5", "0", "0")
    try stage.tmux.expect("500")
    #expect(stage.adj == 0)
    try stage.tmux.confirm()
    try stage.waitForAdj(500)
    try stage.tmux.wait(for: "the dialog to close") { !$0.contains { $0.contains("New value") } }
    try stage.tmux.keys("z")
    try stage.tmux.expect("Undo")
    try stage.tmux.confirm()
    try stage.waitForAdj(0)
  }

  @Test func aStepIsPreviewedAndAppliedByEnterAlone() throws {
    let stage = try Stage()
    try stage.tmux.keys("}", ")")
    try stage.tmux.expect("110")
    #expect(stage.adj == 0)
    try stage.tmux.keys("Escape")
    try stage.tmux.wait(for: "the preview to go") { !$0.contains { $0.contains("110") } }
    #expect(stage.adj == 0)
    try stage.tmux.keys("}")
    try stage.tmux.expect("100")
    try stage.tmux.confirm()
    try stage.waitForAdj(100)
  }

  @Test func readOnlyChangesNothingAndSaysWhy() throws {
    let stage = try Stage("--read-only")
    try stage.tmux.keys("o")
    try stage.tmux.expect("--read-only was given")
    try stage.tmux.keys("}", "Enter")
    usleep(300_000)
    #expect(stage.adj == 0)
  }

  @Test func aSignalIsSentAfterItIsConfirmed() throws {
    let stage = try Stage()
    try stage.tmux.keys("F9")
    try stage.tmux.expect("Send a signal to \(stage.target.pid) sleep")
    try stage.tmux.confirm()
    usleep(200_000)
    #expect(stage.target.poll() == nil)
    try stage.tmux.confirm()
    try stage.tmux.wait(for: "the end of the process") { _ in stage.target.poll() != nil }
    #expect(stage.target.poll() == .signal(SIGTERM))
  }

  @Test func sortingMarksItsColumn() throws {
    let tmux = try Tmux(width: 120, height: 40)
    try tmux.command(MemtopBinary.path)
    try tmux.expect("KILL▲")
    try tmux.keys("M")
    try tmux.expect("RSS▼")
    try tmux.keys("I")
    try tmux.expect("RSS▲")
    try tmux.keys("N")
    // The heading may be on the terminal before all rows are.
    try tmux.wait(for: "rows in the order of their pids") { lines in
      guard let heading = lines.lastIndex(where: { $0.contains("PID▲") }),
        let title = lines[heading].firstRange(of: "PID▲")
      else { return false }
      let end = lines[heading].distance(from: lines[heading].startIndex, to: title.upperBound)
      let pids = lines[(heading + 1)...].compactMap {
        Int($0.prefix(end).split(separator: " ").last ?? "")
      }
      return pids.count > 1 && pids == pids.sorted()
    }
  }

  @Test func aClickOnAHeaderSortsAndTheWheelScrolls() throws {
    let tmux = try Tmux(width: 120, height: 40)
    try tmux.command(MemtopBinary.path)
    let lines = try tmux.expect("COMMAND")
    let row = try #require(lines.firstIndex { $0.contains("COMMAND") })
    let header = lines[row]
    let virt = try #require(header.firstRange(of: "VIRT"))
    let column = header.distance(from: header.startIndex, to: virt.lowerBound) + 1
    try tmux.type("\u{1b}[<0;\(column);\(row + 1)M")
    try tmux.expect("VIRT▼")
  }

  @Test func helpOpensAndEscapeClosesItAtOnce() throws {
    let tmux = try Tmux(width: 100, height: 30)
    try tmux.command(MemtopBinary.path)
    try tmux.expect("COMMAND")
    try tmux.keys("F1")
    try tmux.expect("┌ Help")
    let start = ContinuousClock.now
    try tmux.keys("Escape")
    try tmux.wait(for: "the help to close") { !$0.contains { $0.contains("┌ Help") } }
    #expect(ContinuousClock.now - start < .seconds(1))
  }

  @Test func keysOfOtherTerminalsMoveTheCursorAndAreNeverLetters() throws {
    let tmux = try Tmux(width: 100, height: 30)
    try tmux.command(MemtopBinary.path)
    try tmux.expect("COMMAND")
    // Were any of their letters read as keys, the help, a prompt or the shell would show.
    for sequence in ["[1~", "[4~", "[7~", "[8~", "[H", "[F", "OH", "OF", "[99q", "[200~", "OX"] {
      try tmux.type("\u{1b}" + sequence)
    }
    usleep(300_000)
    let lines = try tmux.expect("COMMAND")
    #expect(lines.last { !$0.isEmpty }?.contains("Quit") == true)
  }
}

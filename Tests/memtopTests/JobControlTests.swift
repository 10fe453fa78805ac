import Testing

/// The real program as a job of a shell, on the screen that a person sees.
@Suite struct JobControlTests {
  @Test func stoppedAndContinuedItComesBackInTheNewSize() throws {
    let tmux = try Tmux(width: 100, height: 30)
    try tmux.command("modes=$(stty -g); \(MemtopBinary.path)")
    try tmux.expect("COMMAND")

    try tmux.keys("C-z")
    try tmux.expect("Stopped")
    try tmux.command("test \"$modes\" = \"$(stty -g)\" && echo modes are back")
    try tmux.wait(for: "the modes") { $0.contains("modes are back") }

    try tmux.resize(width: 120, height: 40)
    try tmux.command("fg")
    try tmux.wait(for: "the bar in the last line") { $0.count >= 40 && $0[39].contains("Quit") }

    try tmux.keys("q")
    // What is typed before the program has ended goes to the program.
    try tmux.wait(for: "the shell") { $0.last { !$0.isEmpty } == "ready>" }
    try tmux.command("test \"$modes\" = \"$(stty -g)\" && echo modes are still back")
    try tmux.wait(for: "the modes") { $0.contains("modes are still back") }
  }

  @Test func endedWhileItIsStoppedItLeavesTheShellInOrder() throws {
    let tmux = try Tmux(width: 100, height: 30)
    try tmux.command("modes=$(stty -g); \(MemtopBinary.path)")
    try tmux.expect("COMMAND")
    try tmux.keys("C-z")
    try tmux.expect("Stopped")
    try tmux.command("kill %1; fg")
    try tmux.expect("Terminated")
    try tmux.command("test \"$modes\" = \"$(stty -g)\" && echo modes are back")
    try tmux.wait(for: "the modes") { $0.contains("modes are back") }
  }

  /// Neither is it deaf in the background, where the terminal is the shell's.
  @Test(arguments: [true, false]) func endedInTheBackgroundItEnds(isBegunThere: Bool) throws {
    let tmux = try Tmux(width: 100, height: 30)
    try tmux.command("modes=$(stty -g); \(MemtopBinary.path)" + (isBegunThere ? " &" : ""))
    if !isBegunThere {
      try tmux.expect("COMMAND")
      try tmux.keys("C-z")
      try tmux.expect("Stopped")
      try tmux.command("bg")
    }
    try tmux.command(
      "pid=$(jobs -p %1); sleep 1; kill %1; while test -d /proc/$pid; do sleep 0.1; done; echo over"
    )
    try tmux.expect("Terminated")
    try tmux.command("test \"$modes\" = \"$(stty -g)\" && echo modes are back")
    try tmux.wait(for: "the modes") { $0.contains("modes are back") }
  }

  @Test func theScreenFollowsItsWindow() throws {
    let tmux = try Tmux(width: 80, height: 24)
    try tmux.command(MemtopBinary.path)
    try tmux.expect("COMMAND")
    for (width, height) in [(20, 5), (200, 60), (120, 40), (80, 24)] {
      try tmux.resize(width: width, height: height)
      try tmux.wait(for: "the table at \(width) × \(height)") { lines in
        lines.count >= height && lines.contains { $0.contains("PID") }
          && (height < 24 || lines[height - 1].contains("Quit"))
      }
    }
    try tmux.keys("q")
    try tmux.expect("ready>")
  }
}
